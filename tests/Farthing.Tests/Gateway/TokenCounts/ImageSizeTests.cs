using CsCheck;
using Farthing.Gateway.TokenCounts;
using Xunit;

namespace Farthing.Tests.Gateway.TokenCounts;

public class ImageSizeTests
{
    [Theory]
    [InlineData("89504E470D0A1A0A0000000D4948445200000280000001E00802000000", 640, 480)] // PNG
    [InlineData("474946383961800258020000", 640, 600)] // GIF
    [InlineData("52494646000000005745425056503820000000000000009D012A8002E001", 640, 480)] // WebP, lossy
    [InlineData("5249464600000000574542505650384C000000002F7FC277000000000000", 640, 480)] // WebP, lossless
    [InlineData("524946460000000057454250565038580A000000100000007F0200DF0100", 640, 480)] // WebP, extended
    [InlineData("FFD8FFE000104A46494600010100000100010000FFC000110801E0028003012200", 640, 480)] // JPEG
    [InlineData("FFD8FFE000104A46494600010100000100010000FFC4000600000000FFC200110801E0028003012200", 640, 480)] // JPEG, progressive, after a table
    public void Each_format_tells_its_size(string hex, int width, int height) =>
        Assert.Equal(new ImageSize(width, height), ImageSize.Read(Convert.FromHexString(hex)));

    [Fact]
    public void Any_bytes_give_a_size_or_none() =>
        Gen.Select(Among("", "89504E470D0A1A0A", "474946383961", "FFD8", "FFD8FFE0", "524946460000000057454250565038", "5249464600000000574542505650384C"), Gen.Byte.Array[0, 60])
            .Sample((head, rest) => ImageSize.Read([.. Convert.FromHexString(head.Length % 2 == 0 ? head : head[..^1]), .. rest]) is not { } size || (size.Width > 0 && size.Height > 0));

    [Theory]
    [InlineData(28, 28, 1)]
    [InlineData(1_000, 1_000, 1_296)] // 36 × 36
    [InlineData(4_000, 3_000, 1_568)] // 1,568 × 1,176 is 56 × 42 = 2,352 patches: the cap
    [InlineData(1_568, 100, 224)] // 56 × 4
    public void Claude_counts_patches_of_28_pixels(int width, int height, long tokens) =>
        Assert.Equal(tokens, ImageTokens.Claude(new ImageSize(width, height), 1_568, 1_568));

    [Theory]
    [InlineData(512, 512, 255)]
    [InlineData(1_024, 1_024, 765)]
    [InlineData(2_048, 4_096, 1_105)]
    public void Gpt4o_counts_tiles_of_512_pixels(int width, int height, long tokens) =>
        Assert.Equal(tokens, ImageTokens.Tiles(new ImageSize(width, height), false, 85, 170));

    private static Gen<string> Among(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);
}
