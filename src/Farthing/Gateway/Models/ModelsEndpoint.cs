using Farthing.Catalogue;
using Farthing.Routing;
using Farthing.Wire;

namespace Farthing.Gateway.Models;

/// <summary><c>GET /v1/models</c> and <c>/v1/models/{id}</c>, in the form that the caller reads.</summary>
internal sealed class ModelsEndpoint(FreeCalls calls, Router router, TimeProvider clock)
{
    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>What is listed: every name that leads somewhere and is not past its end.</summary>
    public IEnumerable<NamedModel> Listed() => router.Names().Where(m => m.Entry?.IsRetired(Today) is not true);

    public Task ListAsync(HttpContext http) => calls.RunAsync(http, () => Task.FromResult(Forms.Of(http.Request) switch
    {
        Form.Anthropic => AnthropicModels.List(Page.Of(Listed(http.Request.Query).ToArray(), http.Request.Query), Today),
        Form.Codex => CodexModels.List(),
        _ => OpenAIModels.List(Listed()),
    }));

    /// <summary>Anthropic's filter by stage; only it brings up the retired.</summary>
    private IEnumerable<NamedModel> Listed(IQueryCollection query)
    {
        var stages = query["lifecycle"].Concat(query["lifecycle[]"]).ToArray();
        return stages.Length == 0 ? Listed() : router.Names().Where(m => stages.Contains(AnthropicModels.Lifecycle(m, Today)));
    }

    public Task OneAsync(HttpContext http, string id) => calls.RunAsync(http, () =>
    {
        // ASP.NET leaves an escaped slash as it is, since it could mean another path.
        var model = Find(id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase));
        return Task.FromResult(Forms.Of(http.Request) == Form.Anthropic ? AnthropicModels.One(model, Today) : OpenAIModels.One(model));
    });

    /// <exception cref="WireException">404: the name leads nowhere; the message gives those nearest to it.</exception>
    public NamedModel Find(string name)
    {
        if (router.Named(name) is { } found) return found;
        var near = Spelling.Nearest(name, Listed().Select(m => m.Name).Distinct(), 3);
        throw new WireException(new WireError(404, WireErrorKind.NotFound,
            $"there is no model '{name}'" + (near.Count > 0 ? $"; near it: {string.Join(", ", near)}." : "; GET /v1/models lists the names."), "model", "model_not_found"));
    }
}
