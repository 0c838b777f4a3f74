using YamlDotNet.RepresentationModel;

namespace Farthing.Imports.LiteLlm;

/// <summary>The entries of <c>model_list</c> as providers and aliases, with what the router adds.</summary>
internal sealed class Deployments
{
    private readonly Dictionary<string, List<string>> _aliases = [];
    private readonly Dictionary<(string Prefix, string Address, string? Key), ImportedProvider> _providers = [];
    private readonly List<CustomPrice> _prices = [];
    private readonly List<Loss> _losses = [];
    private readonly List<string> _last = [];

    public IReadOnlyList<ImportedProvider> Providers => [.. _providers.Values];

    public IReadOnlyList<CustomPrice> Prices => _prices;

    public IReadOnlyList<Loss> Losses => _losses;

    public IReadOnlyList<(string Name, IReadOnlyList<string> Use)> Named() =>
        [.. _aliases.Select(a => (a.Key, (IReadOnlyList<string>)[.. a.Value.Concat(_last.SelectMany(n => _aliases[n])).Distinct()]))];

    public void Add(Section item)
    {
        var name = item.Text("model_name");
        var (call, more) = (item.Inner("litellm_params"), item.Inner("model_info"));
        if (name is null || call?.Text("model") is not { } model) Lose(item.Path, "it has no model_name or no litellm_params.model");
        else if (ProviderOf(call, model) is { } provider)
        {
            Use(item, name, provider.Name, Vendors.Of(model).Model);
            foreach (var section in new[] { call, more }.OfType<Section>()) Price(section, $"{provider.Name}/{Vendors.Of(model).Model}");
        }

        foreach (var section in new[] { item, call, more }.OfType<Section>())
            foreach (var field in section.Rest()) Lose(section.At(field), Reasons.Of(section.At(field)));
    }

    /// <summary><c>fallbacks: [{a: [b, c]}]</c>: b and c are tried after a.</summary>
    public void Fallbacks(Section section, string field)
    {
        foreach (var item in section.Items(field))
        {
            foreach (var (from, to) in item.All())
            {
                var names = to is YamlSequenceNode list ? list.Children.OfType<YamlScalarNode>().Select(n => n.Value ?? "") : [];
                if (!_aliases.TryGetValue(from, out var uses)) Lose($"{item.Path}.{from}", "no carried model has that name");
                else foreach (var name in names) Append($"{item.Path}.{from}", uses, name);
            }
        }
    }

    public void DefaultFallbacks(Section section)
    {
        if (section.Take("default_fallbacks") is not YamlSequenceNode list) return;
        foreach (var name in list.Children.OfType<YamlScalarNode>().Select(n => n.Value ?? ""))
        {
            if (_aliases.ContainsKey(name)) _last.Add(name);
            else Lose(section.At("default_fallbacks"), "one of its models was not carried");
        }
    }

    /// <summary><c>model_group_alias: {gpt-4: gpt-4o}</c>, or with <c>{model: gpt-4o, hidden: true}</c>.</summary>
    public void Aliases(Section router)
    {
        foreach (var (name, value) in router.Inner("model_group_alias")?.All() ?? [])
        {
            var path = router.At($"model_group_alias.{name}");
            var settings = value is YamlMappingNode map ? new Section(path, map) : null;
            var target = settings is null ? (value as YamlScalarNode)?.Value : settings.Text("model");
            if (settings?.Text("hidden") is "true" or "True") Lose(settings.At("hidden"), "every name is listed");
            if (target is null || !_aliases.TryGetValue(target, out var uses)) Lose(path, "the model that it stands for was not carried");
            else _aliases[name] = [.. uses];
        }
    }

    private void Use(Section item, string name, string provider, string model)
    {
        if (model.Contains('*', StringComparison.Ordinal))
        {
            if (name != $"{provider}/*") Lose(item.At("model_name"), $"every model of the provider is reached as {provider}/MODEL, under no other pattern");
            return;
        }

        if (name.Contains('*', StringComparison.Ordinal))
        {
            Lose(item.At("model_name"), "a name is a whole name, not a pattern");
            return;
        }

        if (!_aliases.TryGetValue(name, out var uses)) _aliases[name] = uses = [];
        else if (!uses.Contains($"{provider}/{model}")) Lose(item.At("model_name"), "several of one name are tried in order, not in turn");
        if (!uses.Contains($"{provider}/{model}")) uses.Add($"{provider}/{model}");
    }

    private void Price(Section section, string model)
    {
        var (price, loss) = CustomPrice.Read(model, section);
        if (loss is not null) Lose(loss.Field, loss.Reason);
        if (price is null) return;
        if (_prices.Exists(p => p.Model == model)) Lose(section.Path, "the same model of the same provider has a price already");
        else _prices.Add(price);
    }

    private void Append(string path, List<string> uses, string name)
    {
        if (!_aliases.TryGetValue(name, out var more)) Lose(path, "one of its models was not carried");
        else uses.AddRange(more.Except(uses).ToList());
    }

    private ImportedProvider? ProviderOf(Section call, string model)
    {
        var (vendor, _, prefix) = Vendors.Of(model);
        var (typed, key) = (call.Text("api_base") ?? call.Text("base_url"), call.Text("api_key"));
        if (vendor is null)
        {
            Lose(call.At("model"), prefix.Length == 0 ? "it names no provider, and is not known as OpenAI's or Anthropic's" : $"Farthing does not call {prefix}: it speaks an API or asks for a credential of its own");
            return null;
        }

        if (Address(call, vendor, typed) is not { } address) return null;
        var isOwn = address == vendor.Address;
        var known = (prefix, address, key ?? (isOwn ? vendor.Key : null));
        if (_providers.TryGetValue(known, out var same)) return same;
        var name = Free(isOwn || !vendor.HasNameOfItsOwn ? prefix : HostName(address));
        var dialect = isOwn || prefix != "openai" ? vendor.Dialect : "openai-chat"; // of a server that is not OpenAI's nothing more is known
        var provider = new ImportedProvider(
            name, dialect, address,
            key is null ? (isOwn ? vendor.Key : null) : Secret.Variable(key) ?? Literal(call, name), dialect == "openai-chat");
        return _providers[known] = provider;
    }

    /// <summary>A key in the file is not copied, nor one in an address.</summary>
    private string Literal(Section call, string provider)
    {
        var variable = $"{new string([.. provider.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_')])}_API_KEY";
        if (char.IsAsciiDigit(variable[0])) variable = "KEY_" + variable;
        Lose(call.At("api_key"), $"it holds a key itself, which is not copied: set {variable} to it");
        return variable;
    }

    private string? Address(Section call, Vendor vendor, string? typed)
    {
        var field = call.At("api_base");
        if (typed is null) return vendor.Address ?? Lost(field, $"{vendor.Prefix} needs one, and there is none");
        if (Secret.Variable(typed) is not null) return Lost(field, "an address is not read from the environment: write it into the imported file");
        if (!Uri.TryCreate(typed, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")) return Lost(field, "it is no http or https address");
        if (url.UserInfo.Length > 0 || url.Query.Length > 0) return Lost(field, "it holds a credential or a query, which is not copied");
        var address = typed.TrimEnd('/');
        return vendor.Prefix == "anthropic" && !address.EndsWith("/v1", StringComparison.Ordinal) ? address + "/v1" : address; // LiteLLM adds it to the path

        string? Lost(string at, string reason)
        {
            Lose(at, reason + "; the model is left out");
            return null;
        }
    }

    private string Free(string name)
    {
        var free = name;
        for (var n = 2; _providers.Values.Any(p => p.Name == free); n++) free = $"{name}-{n}";
        return free;
    }

    private static string HostName(string address)
    {
        var url = new Uri(address);
        return $"{url.Host.Trim('[', ']').Replace(':', '-').Replace('.', '-')}{(url.IsDefaultPort ? "" : $"-{url.Port}")}";
    }

    private void Lose(string field, string reason) => _losses.Add(new Loss(field, reason));
}
