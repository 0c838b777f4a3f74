using System.Globalization;
using Farthing.Wire;
using Microsoft.AspNetCore.Routing.Template;

namespace Farthing.Gateway;

/// <summary>Whatever no route takes: 405 where the path is served with another method (426 to a WebSocket), else 404; both name what there is.</summary>
internal sealed class NotServed(IEndpointRouteBuilder app, FreeCalls calls)
{
    public Task RunAsync(HttpContext http) => calls.RunAsync(http, () =>
    {
        var request = http.Request;
        var routes = Routes().ToArray();
        var allowed = routes.Where(r => Matches(r.Pattern, request.Path)).Select(r => r.Method).Distinct().ToArray();
        if (allowed.Length > 0)
        {
            http.Response.Headers.Allow = string.Join(", ", allowed);
            // Codex falls back to POST at once on a 426, and on any other status only after six tries.
            if (request.Headers.Upgrade.Count > 0)
                throw new WireException(new WireError(426, WireErrorKind.InvalidRequest, $"{request.Path} takes {string.Join(" and ", allowed)}, and no WebSocket.", Code: "upgrade_required"));
            throw new WireException(new WireError(405, WireErrorKind.InvalidRequest, $"{request.Path} takes {string.Join(" and ", allowed)}, not {request.Method}.", Code: "method_not_allowed"));
        }

        var served = routes.Where(r => r.Method != "HEAD").Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Method} {r.Pattern}"));
        throw new WireException(new WireError(404, WireErrorKind.NoSuchPath, $"{request.Method} {request.Path} is not served here.{BaseUrl(request.Path, routes)} Served are: {string.Join(", ", served)}."));
    }, open: true);

    /// <summary>What is mostly wrong: a base URL with /v1 for a client that adds it, or without it for one that does not.</summary>
    private static string BaseUrl(PathString path, (string Method, string Pattern)[] routes)
    {
        if (path.StartsWithSegments("/v1", out var rest) && IsServed(rest))
            return " The client adds /v1 itself: give it the base URL without /v1, as Anthropic's and Ollama's clients take it.";
        return IsServed("/v1" + path) ? " The client does not add /v1: give it the base URL with /v1 at its end, as OpenAI's clients take it." : "";

        bool IsServed(PathString other) => other.HasValue && other != "/" && routes.Any(r => Matches(r.Pattern, other));
    }

    private IEnumerable<(string Method, string Pattern)> Routes() =>
        from source in app.DataSources
        from endpoint in source.Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
        select (method, endpoint.RoutePattern.RawText!.Replace("**", "", StringComparison.Ordinal));

    private static bool Matches(string pattern, PathString path) =>
        new TemplateMatcher(TemplateParser.Parse(pattern.Replace("{id}", "{*id}", StringComparison.Ordinal)), []).TryMatch(path, []);
}
