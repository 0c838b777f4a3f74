using Farthing.Wire;

namespace Farthing.Gateway.Images;

/// <summary>Replaces images by URL with their bytes where the target's loss table refuses the one and takes the other.</summary>
/// <param name="fetch">Null where fetching is switched off: the writer then refuses, and its message names the setting.</param>
internal sealed class ImageUrls(ImageFetch? fetch)
{
    /// <summary>A request with more is refused: each image is a call to a host of the caller's choice.</summary>
    private const int MostImages = 20;

    /// <exception cref="WireException">400: an image cannot be had; the error names its field and host.</exception>
    public async ValueTask<Conversation> FetchedAsync(Conversation conversation, Dialect target, CancellationToken cancel)
    {
        if (fetch is null || !NeedsBytes(target) || !conversation.Turns.SelectMany(t => t.Blocks).Any(HasUrl)) return conversation;
        if (conversation.Turns.SelectMany(t => t.Blocks).Sum(Urls) > MostImages)
            throw WireException.Invalid("messages", $"at most {MostImages} images by URL are fetched for one request; send the others as base64.");
        var turns = new List<Turn>(conversation.Turns.Count);
        for (var i = 0; i < conversation.Turns.Count; i++)
        {
            var turn = conversation.Turns[i];
            turns.Add(turn.Blocks.Any(HasUrl) ? turn with { Blocks = await AllAsync(turn.Blocks, $"messages[{i}]", cancel) } : turn);
        }

        return conversation with { Turns = turns };
    }

    private static bool NeedsBytes(Dialect target) =>
        LossTable.Find(target.Name, "image_url").Rule == LossRule.Refuse && LossTable.Find(target.Name, "image").Rule is not LossRule.Refuse;

    private static bool HasUrl(Block block) => Urls(block) > 0;

    private static int Urls(Block block) => block switch
    {
        ImageBlock { Media: UrlMedia } => 1,
        ToolResultBlock result => result.Content.Sum(Urls),
        _ => 0,
    };

    private async Task<IReadOnlyList<Block>> AllAsync(IReadOnlyList<Block> blocks, string path, CancellationToken cancel)
    {
        var fetched = new Block[blocks.Count];
        for (var i = 0; i < blocks.Count; i++)
        {
            var field = $"{path}.content[{i}]";
            fetched[i] = blocks[i] switch
            {
                ImageBlock { Media: UrlMedia url } image => image with { Media = await fetch!.FetchAsync(url.Url, field, cancel) },
                ToolResultBlock result when HasUrl(result) => result with { Content = await AllAsync(result.Content, field, cancel) },
                var other => other,
            };
        }

        return fetched;
    }
}
