using System.Text;
using System.Text.Json.Nodes;

namespace Farthing.Wire.Tests;

/// <summary>
/// docs/translation.md: its tables are made from what the code does, between two marks; the words around them are written by hand.
/// With UPDATE_DOCS=1 the tables are written anew.
/// </summary>
public sealed class TranslationPageTests
{
    private const string Start = "<!-- Made by TranslationPageTests; UPDATE_DOCS=1 makes it anew. -->\n", End = "<!-- End of what is made. -->\n";

    private static readonly string[] Columns = ["Anthropic", "Chat", "Responses", "Completions", "Ollama chat", "Ollama generate"];

    [Fact]
    public void The_page_shows_the_tables_that_the_code_holds()
    {
        var path = Path.Combine(Root(), "docs", "translation.md");
        var page = File.ReadAllText(path);
        var from = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        var made = page[..from] + Tables() + page[page.IndexOf(End, StringComparison.Ordinal)..];
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") File.WriteAllText(path, made);
        Assert.Equal(made, File.ReadAllText(path));
    }

    private static string Tables()
    {
        var to = new StringBuilder();
        foreach (var (title, concepts) in LossTable.Parts) Part(to, title, concepts);
        Stops(to);
        Errors(to);
        return to.ToString();
    }

    private static void Part(StringBuilder to, string title, IReadOnlyList<(string Concept, string About)> concepts)
    {
        to.Append($"\n### {title}\n\n| | {string.Join(" | ", Columns)} |\n|---|{string.Concat(Columns.Select(_ => "---|"))}\n");
        foreach (var (concept, about) in concepts)
        {
            var name = concept is LossTable.AnyField or LossTable.AnyBlock ? about : $"`{concept}`{(about.Length > 0 && about != concept.Replace('_', ' ') ? ": " + about : "")}";
            to.Append($"| {name} | {string.Join(" | ", LossTable.Targets.Select(t => Word(LossTable.Find(t, concept).Rule)))} |\n");
        }
        var reasons = concepts.Select(c => (c.Concept, Why: LossTable.Targets.Select(t => LossTable.Find(t, c.Concept).Why).FirstOrDefault(w => w is not null))).Where(r => r.Why is not null).ToList();
        if (reasons.Count == 0) return;
        to.Append("\nWhat a refusal says:\n\n");
        foreach (var group in reasons.GroupBy(r => r.Why)) to.Append($"- {string.Join(", ", group.Select(r => r.Concept == LossTable.AnyBlock ? "any other block" : $"`{r.Concept}`"))}: {group.Key}\n");
    }

    private static void Stops(StringBuilder to)
    {
        to.Append("\n## Why an answer stopped\n\n| Anthropic | Chat, Completions | Responses | Ollama |\n|---|---|---|---|\n");
        foreach (var stop in Enum.GetValues<StopReason>())
        {
            var reply = new Reply { Blocks = [new TextBlock("a")], Stop = stop };
            var (claude, chat, response, local) = (Written(Dialects.Anthropic, reply), Written(Dialects.OpenAIChat, reply), Written(Dialects.OpenAIResponses, reply), Written(Dialects.Ollama, reply));
            var incomplete = (string?)response["incomplete_details"]?["reason"];
            to.Append($"| `{claude["stop_reason"]}` | `{chat["choices"]![0]!["finish_reason"]}` | `{response["status"]}`{(incomplete is null ? "" : $", `{incomplete}`")} | `{local["done_reason"]}` |\n");
        }
    }

    private static void Errors(StringBuilder to)
    {
        to.Append("\n## Errors\n\n| of the provider | Anthropic | OpenAI | Ollama |\n|---|---|---|---|\n");
        foreach (var status in new[] { 400, 401, 402, 403, 404, 413, 429, 500, 503, 504, 529 })
        {
            var error = Dialects.OpenAIChat.ReadError(status, "{\"error\":{\"message\":\"Why.\"}}"u8);
            var (claude, openAI, local) = (Dialects.Anthropic.WriteError(error, "r"), Dialects.OpenAIChat.WriteError(error, "r"), Dialects.Ollama.WriteError(error, "r"));
            var code = (string?)JsonNode.Parse(openAI.Body)!["error"]!["code"];
            to.Append($"| {status} | {claude.Status} `{JsonNode.Parse(claude.Body)!["error"]!["type"]}` | {openAI.Status} `{JsonNode.Parse(openAI.Body)!["error"]!["type"]}`{(code is null ? "" : $", code `{code}`")} | {local.Status} |\n");
        }
        to.Append('\n');
    }

    private static JsonNode Written(Dialect dialect, Reply reply) => JsonNode.Parse(Translate.Reply(dialect, reply))!;

    private static string Word(LossRule rule) => rule switch
    {
        LossRule.Pass or LossRule.Copy => "passes",
        LossRule.Map => "mapped",
        LossRule.Emulate => "emulated",
        LossRule.Drop => "*dropped*",
        _ => "**refused**",
    };

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "Farthing.slnx"))) at = at.Parent;
        return at.FullName;
    }
}
