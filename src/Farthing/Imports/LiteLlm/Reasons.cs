namespace Farthing.Imports.LiteLlm;

/// <summary>Why a field is not carried, by the end of its path; for any other the last line.</summary>
internal static class Reasons
{
    private const string Other = "Farthing has no such setting";

    private static readonly (string End, string Why)[] s_reasons =
    [
        (".rpm", "limits on requests stand on keys (farthing keys), not on a model"),
        (".tpm", "limits on tokens stand on keys (farthing keys), not on a model"),
        (".max_parallel_requests", "limits on calls at a time stand on keys (farthing keys), not on a model"),
        ("_cost_per_token", "price_overrides has no such part"),
        ("_cost_per_second", "price_overrides has no such part"),
        ("_token_cost", "price_overrides has no such part"),
        (".max_budget", "budgets stand on keys, teams, projects and the installation (farthing budgets set), not on models"),
        (".budget_duration", "budgets stand on keys, teams, projects and the installation (farthing budgets set), not on models"),
        (".context_window_fallbacks", "the next model of an alias is tried when one fails, not when a prompt is too long"),
        (".content_policy_fallbacks", "the next model of an alias is tried when one fails, not when one refuses"),
        (".routing_strategy", "the models of an alias are tried in order"),
        (".num_retries", "how often is tried again follows from what the provider answers"),
        (".timeout", "how long is waited follows from the call"),
        (".stream_timeout", "how long is waited follows from the call"),
        (".request_timeout", "how long is waited follows from the call"),
        (".drop_params", "what a provider does not take is dropped or refused by the table of docs/translation.md"),
        (".cache", "answers are not cached"),
        (".cache_params", "answers are not cached"),
        (".callbacks", "the ledger keeps what every call cost; nothing is sent elsewhere"),
        (".success_callback", "the ledger keeps what every call cost; nothing is sent elsewhere"),
        (".failure_callback", "the ledger keeps what every call cost; nothing is sent elsewhere"),
        (".database_url", "the ledger is a file of its own (FARTHING_HOME)"),
        (".store_model_in_db", "models stand in farthing.yaml"),
        (".alerting", "budgets warn through budget_webhook"),
        (".max_user_budget", "budgets stand on keys, teams, projects and the installation (farthing budgets set)"),
        (".max_internal_user_budget", "budgets stand on keys, teams, projects and the installation (farthing budgets set)"),
        ("environment_variables", "values are not copied: set the variables where farthing runs"),
        ("include", "other files are not read: import each, or join them first"),
    ];

    public static string Of(string path) =>
        s_reasons.FirstOrDefault(r => ("." + path).EndsWith(r.End, StringComparison.Ordinal) && (r.End[0] is '.' or '_' || path == r.End)).Why ?? Other;
}
