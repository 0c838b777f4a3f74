namespace Farthing.Wire;

/// <summary>Where the bytes of an image or document are.</summary>
public abstract record Media;

/// <param name="MediaType">Such as <c>image/png</c>.</param>
/// <param name="Data">Base64, as it was sent.</param>
public sealed record Base64Media(string MediaType, string Data) : Media;

public sealed record UrlMedia(string Url) : Media;

/// <summary>A file kept by a provider of <paramref name="Dialect"/>; another cannot read it.</summary>
public sealed record FileMedia(string FileId, string Dialect) : Media;

/// <summary>A plain-text document.</summary>
public sealed record TextMedia(string Text) : Media;
