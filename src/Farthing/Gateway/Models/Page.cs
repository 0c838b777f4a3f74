using System.Globalization;
using Farthing.Routing;
using Farthing.Wire;

namespace Farthing.Gateway.Models;

/// <summary>A page of Anthropic's list: <c>limit</c> (20 where none is given, at most 1,000) after or before one id.</summary>
internal sealed record Page(IReadOnlyList<NamedModel> Models, bool HasMore)
{
    private const int Usual = 20, Most = 1_000;

    /// <exception cref="WireException">400: the limit is out of range, or an id is not in the list.</exception>
    public static Page Of(IReadOnlyList<NamedModel> all, IQueryCollection query)
    {
        var limit = Limit(query["limit"]);
        if (query["before_id"].ToString() is { Length: > 0 } before)
        {
            var end = Index(all, before, "before_id");
            var start = Math.Max(0, end - limit);
            return new Page([.. all.Take(start..end)], start > 0);
        }

        var from = query["after_id"].ToString() is { Length: > 0 } after ? Index(all, after, "after_id") + 1 : 0;
        return new Page([.. all.Skip(from).Take(limit)], from + limit < all.Count);
    }

    private static int Limit(string? text) =>
        string.IsNullOrEmpty(text) ? Usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Most ? limit
        : throw WireException.Invalid("limit", $"must be a whole number from 1 to {Most}.");

    private static int Index(IReadOnlyList<NamedModel> all, string id, string field)
    {
        for (var i = 0; i < all.Count; i++)
            if (all[i].Name == id) return i;
        throw WireException.Invalid(field, $"'{id}' is not in the list of models.");
    }
}
