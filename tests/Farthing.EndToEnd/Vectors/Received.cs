using System.Text;

namespace Farthing.EndToEnd.Vectors;

/// <summary>A body that was read as far as it came.</summary>
/// <param name="Broken">What ended it before its end; null when it ended well.</param>
internal sealed record Received(byte[] Bytes, Exception? Broken)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public static async Task<Received> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        using var all = new MemoryStream();
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancel);
            await body.CopyToAsync(all, cancel);
            return new Received(all.ToArray(), null);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return new Received(all.ToArray(), e);
        }
    }
}
