using System.Net.Http.Headers;
using Farthing.Budgets;
using Farthing.Catalogue;

namespace Farthing.Gateway;

/// <summary>Tells a budget's owner what has been spent: in the log, and at the configured address. Each share once in a window.</summary>
/// <param name="address">Where warnings are posted as JSON; null posts none.</param>
internal sealed partial class BudgetNotice(HttpMessageInvoker client, Uri? address, TimeProvider clock, ILogger<BudgetNotice> log)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public async Task GiveAsync(BudgetWarning warning)
    {
        Reached(log, warning.ToString());
        if (address is null) return;
        using var timeout = new CancellationTokenSource(s_patience, clock);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(Body(warning)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
            using var response = await client.SendAsync(request, timeout.Token);
            if (!response.IsSuccessStatusCode) NotTaken(log, warning.ToString(), address, $"it answered {(int)response.StatusCode}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            NotTaken(log, warning.ToString(), address, e.Message);
        }
    }

    internal static byte[] Body(BudgetWarning warning) => Forms.Json(json =>
    {
        var (budget, window) = (warning.Line.Budget, warning.Line.Window);
        json.WriteString("event", "budget_warning");
        json.WriteString("text", warning.ToString()); // what Slack and its like show
        json.WriteString("scope", budget.Scope.Word());
        json.WriteString("of", budget.Of);
        json.WriteString("name", budget.Key?.Name ?? budget.Of); // of a key, which "of" gives by its id
        json.WriteString("period", budget.Period.Word());
        json.WriteString("window_starts", window.Starts);
        if (window.Ends is { } ends) json.WriteString("window_ends", ends);
        else json.WriteNull("window_ends");
        json.WriteNumber("percent", warning.Percent);
        json.WriteUsd("limit_usd", budget.Limit);
        json.WriteUsd("spent_usd", warning.Spent);
    });

    [LoggerMessage(LogLevel.Warning, "{Warning}")]
    private static partial void Reached(ILogger log, string warning);

    [LoggerMessage(LogLevel.Error, "The warning '{Warning}' did not reach {Address}: {Why}")]
    private static partial void NotTaken(ILogger log, string warning, Uri address, string why);
}
