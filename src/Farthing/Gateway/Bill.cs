using System.Text.Json;
using Farthing.Keys;
using Farthing.Ledger;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>Whom a call is billed to: the key says team and projects, the caller names project, session, user and label.</summary>
internal static class Bill
{
    /// <summary>A name is for a bill, not for a text.</summary>
    private const int Longest = 128;

    private static readonly string[] s_sessions = ["x-farthing-session", "x-claude-code-session-id", "session_id", "x-session-id"];

    /// <exception cref="WireException">403: the key does not bill the project that the caller names.</exception>
    public static Billing For(ApiKey key, IHeaderDictionary headers, string? user)
    {
        var project = Header(headers, "x-farthing-project");
        if (project is not null && !key.Projects.Contains(project))
            throw new WireException(new WireError(403, WireErrorKind.Permission, key.Projects.Count == 0
                ? $"x-farthing-project: the key '{key.Name}' bills no project. `farthing keys create --project {project}` makes one that does."
                : $"x-farthing-project: the key '{key.Name}' bills {string.Join(", ", key.Projects)}, not '{project}'", Code: "project_not_allowed"));
        var (named, session) = Told(user);
        return new Billing(key.Id, key.Team, project ?? (key.Projects.Count > 0 ? key.Projects[0] : null),
            Session(headers) ?? session,
            Header(headers, "x-farthing-user") ?? named,
            Header(headers, "x-farthing-label"));
    }

    /// <summary>Claude Code's <c>metadata.user_id</c> is an object in a string, with account, device and session; elsewhere it is the name itself.</summary>
    private static (string? User, string? Session) Told(string? user)
    {
        if (user is null || !user.StartsWith('{')) return (Short(user), null);
        try
        {
            using var document = JsonDocument.Parse(user);
            return (Text(document, "account_uuid") ?? Text(document, "device_id"), Text(document, "session_id"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // no JSON, or a text in it that is not Unicode
        {
            return (Short(user), null);
        }
    }

    private static string? Text(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? Short(value.GetString()) : null;

    private static string? Header(IHeaderDictionary headers, string name) => headers.TryGetValue(name, out var value) ? Short(value.ToString()) : null;

    private static string? Session(IHeaderDictionary headers)
    {
        foreach (var name in s_sessions)
            if (Header(headers, name) is { } session) return session;
        return null;
    }

    /// <summary>Without control characters: the name is shown on terminals.</summary>
    private static string? Short(string? text)
    {
        if (text?.Trim() is not { Length: > 0 } name) return null;
        if (name.Length > Longest) name = name[..Longest];
        return name.Any(char.IsControl) ? string.Concat(name.Select(c => char.IsControl(c) ? '?' : c)) : name;
    }
}
