using System.Net;
using Farthing.Gateway.Images;
using Farthing.Providers;
using Farthing.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Farthing.Tests.Gateway.Images;

/// <summary>Fetching from a server on this machine, which a policy lets through for the test; 127.0.0.2 stands for the inner network.</summary>
public class ImageFetchTests
{
    private const string Field = "messages[0].content[1]";

    private static readonly byte[] Png = Convert.FromHexString("89504E470D0A1A0A0000000D4948445200000280000001E00802000000");

    [Fact]
    public async Task An_image_comes_as_base64_with_the_type_that_its_bytes_show()
    {
        await using var server = await FakeProvider.StartAsync();
        server.Then(http => Send(http, Png, "text/html"));
        Assert.Equal(new Base64Media("image/png", Convert.ToBase64String(Png)), await Fetch(Url(server, "/a.png")));
        Assert.Equal("/a.png", server.Requests[0].Path);
        Assert.DoesNotContain(server.Requests[0].Headers.Keys, h => h is "authorization" or "x-api-key" or "cookie");
    }

    [Fact]
    public async Task Three_redirects_are_followed_and_a_fourth_is_not()
    {
        await using var server = await FakeProvider.StartAsync();
        for (var i = 0; i < 3; i++) server.Then(302, "", ("location", "/next"));
        server.Then(http => Send(http, Png));
        Assert.Equal("image/png", (await Fetch(Url(server, "/a"))).MediaType);

        for (var i = 0; i < 4; i++) server.Then(302, "", ("location", "/next"));
        await Fails(server, "redirects more than 3 times");
    }

    [Theory]
    [InlineData("http://127.0.0.2/latest/meta-data", "'127.0.0.2' does not lead to a public address")]
    [InlineData("http://[::1]/", "'[::1]' does not lead to a public address")]
    [InlineData("http://2130706434/", "does not lead to a public address")] // 127.0.0.2 in one number
    [InlineData("file:///etc/passwd", "is named with file")]
    [InlineData("ftp://127.0.0.1/", "is named with ftp")]
    [InlineData("http://user:word@127.0.0.1/", "user or password")]
    public async Task A_redirect_is_judged_like_the_first_address(string location, string says)
    {
        await using var server = await FakeProvider.StartAsync();
        server.Then(307, "", ("location", location));
        await Fails(server, says);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("http://localhost:1/")]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("http://0x7f.1:1/")]
    [InlineData("http://[::ffff:127.0.0.1]:1/")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    public async Task Without_the_tests_policy_this_machine_is_never_asked(string url)
    {
        using var client = GuardedHttp.Create(PublicAddress.Is);
        var error = await Assert.ThrowsAsync<WireException>(() => new ImageFetch(client, TimeProvider.System, allowHttp: true).FetchAsync(url, Field, TestContext.Current.CancellationToken));
        Assert.Contains("does not lead to a public address", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://example.org/a.png", "only https is fetched")]
    [InlineData("data:image/png;base64,AAAA", "only https is fetched")]
    [InlineData("a.png", "is not an absolute URL")]
    public async Task Only_https_is_fetched(string url, string says)
    {
        using var client = GuardedHttp.Create(PublicAddress.Is);
        var error = await Assert.ThrowsAsync<WireException>(() => new ImageFetch(client, TimeProvider.System).FetchAsync(url, Field, TestContext.Current.CancellationToken));
        Assert.Equal((400, Field), (error.Error.Status, error.Error.Field));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_image_or_no_success_is_refused()
    {
        await using var server = await FakeProvider.StartAsync();
        server.Then(http => Send(http, "<html>not an image</html>"u8.ToArray(), "image/png"));
        await Fails(server, "sent no PNG, JPEG, GIF or WebP image");
        server.Then(404, "gone");
        await Fails(server, "answered 404");
        server.Then(http => { http.Abort(); return Task.CompletedTask; });
        await Fails(server, "cannot be reached");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Too_many_bytes_are_refused_whether_announced_or_not(bool announced)
    {
        await using var server = await FakeProvider.StartAsync();
        server.Then(async http =>
        {
            if (announced) http.Response.ContentLength = ImageFetch.MostBytes + 1;
            var piece = new byte[1024 * 1024];
            Png.CopyTo(piece, 0);
            for (var i = 0; i < 21 && !http.RequestAborted.IsCancellationRequested; i++) await http.Response.Body.WriteAsync(piece.AsMemory(0, announced && i == 20 ? 1 : piece.Length), http.RequestAborted);
        });
        await Fails(server, "more than 20 MB");
    }

    [Fact]
    public async Task A_host_that_dawdles_is_given_up()
    {
        await using var server = await FakeProvider.StartAsync();
        var (clock, asked) = (new FakeTimeProvider(), new TaskCompletionSource());
        server.Then(async http =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);
        });
        using var client = GuardedHttp.Create(IsTheServer);
        var fetch = new ImageFetch(client, clock, allowHttp: true).FetchAsync(Url(server, "/slow"), Field, TestContext.Current.CancellationToken);
        await asked.Task;
        clock.Advance(TimeSpan.FromSeconds(11));
        var error = await Assert.ThrowsAsync<WireException>(() => fetch);
        Assert.Contains("did not send the image within 10 seconds", error.Message, StringComparison.Ordinal);
    }

    private static bool IsTheServer(IPAddress address) => address.Equals(IPAddress.Loopback);

    private static string Url(FakeProvider server, string path) => new Uri(server.BaseUrl, path).AbsoluteUri;

    private static async Task<Base64Media> Fetch(string url)
    {
        using var client = GuardedHttp.Create(IsTheServer);
        return await new ImageFetch(client, TimeProvider.System, allowHttp: true).FetchAsync(url, Field, TestContext.Current.CancellationToken);
    }

    private static async Task Fails(FakeProvider server, string says)
    {
        var error = await Assert.ThrowsAsync<WireException>(() => Fetch(Url(server, "/a")));
        Assert.Equal((400, WireErrorKind.InvalidRequest, Field), (error.Error.Status, error.Error.Kind, error.Error.Field));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains("host '", error.Message, StringComparison.Ordinal);
    }

    private static Task Send(HttpContext http, byte[] bytes, string type = "image/png")
    {
        http.Response.ContentType = type;
        return http.Response.Body.WriteAsync(bytes).AsTask();
    }
}
