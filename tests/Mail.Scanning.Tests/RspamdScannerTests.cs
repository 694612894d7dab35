using System.Text;
using Mail.Core;
using Mail.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mail.Scanning.Tests;

public class RspamdScannerTests
{
    private const string Usual = """{"is_skipped":false,"score":7.25,"required_score":15.0,"action":"add header","symbols":{"SMALL":{"name":"SMALL","score":0.1},"R_SPF_FAIL":{"score":1.0},"MIME_GOOD":{"score":-2.0},"BAD NAME\r\n":{"score":9}}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_it_thinks_becomes_facts_for_our_filter()
    {
        await using var rspamd = Answering(Usual);

        var finding = Assert.IsType<ScanFinding.Suspicious>(await ScanAsync(new SiteSettings { Rspamd = rspamd.Url }));

        Assert.Equal("suspicious: add header, 7.3 of 15.0 points (MIME_GOOD, R_SPF_FAIL, SMALL)", finding.Words);
        Assert.Equal((ScanAction.Tag, 7.25 / 15), (finding.Action, finding.Score));
        Assert.Equal(["rspamd:action=add header", "rspamd:score=7", "rspamd:MIME_GOOD", "rspamd:R_SPF_FAIL", "rspamd:SMALL"], finding.Facts);
    }

    [Theory]
    [InlineData("no action", ScanAction.Junk, ScanAction.Pass)]
    [InlineData("add header", ScanAction.Junk, ScanAction.Tag)]
    [InlineData("greylist", ScanAction.Junk, ScanAction.Tag)]
    [InlineData("soft reject", ScanAction.Junk, ScanAction.Tag)]
    [InlineData("reject", ScanAction.Junk, ScanAction.Junk)]
    [InlineData("reject", ScanAction.Tag, ScanAction.Tag)]
    [InlineData("reject", ScanAction.Quarantine, ScanAction.Quarantine)]
    [InlineData("what is this", ScanAction.Quarantine, ScanAction.Pass)]
    public async Task Only_what_it_would_reject_is_filed_by_the_setting(string word, ScanAction setting, ScanAction action)
    {
        await using var rspamd = Answering($$"""{"score":20,"required_score":15,"action":"{{word}}"}""");

        Assert.Equal(action, (await ScanAsync(new SiteSettings { Rspamd = rspamd.Url, RspamdReject = setting }))!.Action);
    }

    [Fact]
    public async Task It_is_told_the_message_and_the_envelope()
    {
        var question = "";
        await using var rspamd = new ScriptedPeer(async (stream, ct) =>
        {
            question = await ReadRequestAsync(stream, ct);
            await RespondAsync(stream, 200, Usual, ct);
        });

        await ScanAsync(new SiteSettings { Rspamd = rspamd.Url }, password: "secret");

        Assert.StartsWith("POST /checkv2 HTTP/1.1\r\n", question, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + ScanWorld.Message, question, StringComparison.Ordinal);
        foreach (var field in new[]
        {
            "From: x@sender.test", "IP: 192.0.2.1", "Helo: mail.sender.test", "Hostname: mail.sender.test", "Password: secret",
            $"Queue-Id: {ScanWorld.Envelope.QueueId}", $"Content-Length: {ScanWorld.Message.Length}",
        })
        {
            Assert.Contains($"\r\n{field}\r\n", question, StringComparison.Ordinal);
        }

        Assert.Matches("Rcpt: alice@example.test(, |\r\nRcpt: )bob@example.test", question);
    }

    [Fact]
    public async Task What_strangers_say_makes_no_fields()
    {
        var question = "";
        await using var rspamd = new ScriptedPeer(async (stream, ct) =>
        {
            question = await ReadRequestAsync(stream, ct);
            await RespondAsync(stream, 200, Usual, ct);
        });
        var request = ScanWorld.Request() with
        {
            Envelope = ScanWorld.Envelope with { Helo = "x\r\nPassword: guessed", ClientName = "a\u2028b", ReversePath = Some.Address("jörg@sender.test"), },
        };

        Assert.NotNull(await Scanner(new SiteSettings { Rspamd = rspamd.Url }, "").ScanAsync(request, Token));

        Assert.DoesNotContain("guessed", question, StringComparison.Ordinal);
        Assert.DoesNotContain("Hostname", question, StringComparison.Ordinal);
        Assert.Contains("\r\nFrom: jörg@sender.test\r\n", question, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "", "no JSON")]
    [InlineData(200, "{", "no JSON")]
    [InlineData(200, "[]", "no object")]
    [InlineData(200, """{"action":"\ud800","score":1}""", "no JSON")]
    [InlineData(200, """{"\udc00":1,"score":1}""", "no JSON")]
    [InlineData(200, "{}", "no action")]
    [InlineData(200, """{"action":"reject"}""", "no action")]
    [InlineData(200, """{"action":"reject","score":"20"}""", "no action")]
    [InlineData(200, """{"action":["reject"],"score":1e400}""", "no action")]
    [InlineData(403, """{"error":"no\r\naccess"}""", "403: no??access")]
    [InlineData(500, "<html>", "500 and no JSON")]
    public async Task Nonsense_is_a_failure(int status, string answer, string words)
    {
        await using var rspamd = Answering(answer, status);

        var finding = Assert.IsType<ScanFinding.Failed>(await ScanAsync(new SiteSettings { Rspamd = rspamd.Url }));

        Assert.Contains(words, finding.Words, StringComparison.Ordinal);
        Assert.Equal(ScanAction.Pass, finding.Action);
    }

    [Fact]
    public async Task Symbols_of_any_shape_do_no_harm()
    {
        var symbols = string.Join(",", Enumerable.Range(0, 5000).Select(i => $$"""
            "S{{i}}":{"score":{{i}} }
            """));
        await using var rspamd = Answering("""{"score":-3,"action":"no action","symbols":{"A":1,"B":{"score":"x"},"C":null,""" + symbols + "}}");

        var finding = Assert.IsType<ScanFinding.Clean>(await ScanAsync(new SiteSettings { Rspamd = rspamd.Url }));

        Assert.Equal(66, finding.Facts.Count);
        Assert.Equal("rspamd:S4999", finding.Facts[2]);
    }

    [Fact]
    public async Task A_nested_answer_does_no_harm()
    {
        await using var rspamd = Answering(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)));

        Assert.IsType<ScanFinding.Failed>(await ScanAsync(new SiteSettings { Rspamd = rspamd.Url }));
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        await using var rspamd = new ScriptedPeer(async (stream, ct) =>
        {
            await ReadRequestAsync(stream, ct);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n\""u8.ToArray(), ct);
            while (!ct.IsCancellationRequested)
            {
                await stream.WriteAsync(new byte[10_000].Select(_ => (byte)'x').ToArray(), ct);
            }
        });

        Assert.Equal("failed: its answer is larger than 1 MiB", (await ScanAsync(new SiteSettings { Rspamd = rspamd.Url }))!.Words);
    }

    [Theory]
    [InlineData(ScanFailureRule.Pass, ScanAction.Pass)]
    [InlineData(ScanFailureRule.Defer, ScanAction.Defer)]
    public async Task A_server_that_says_nothing_is_given_up_and_fails_as_the_setting_says(ScanFailureRule rule, ScanAction action)
    {
        await using var rspamd = new ScriptedPeer(async (_, ct) => await Task.Delay(Timeout.Infinite, ct));

        var finding = await ScanAsync(new SiteSettings { Rspamd = rspamd.Url, RspamdFailure = rule, ScanTime = TimeSpan.FromSeconds(1) });

        Assert.Equal(action, Assert.IsType<ScanFinding.Failed>(finding).Action);
        Assert.EndsWith("no answer within 1s", finding.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = Answering(Usual);
        await using var rspamd = new ScriptedPeer(async (stream, ct) =>
        {
            await ReadRequestAsync(stream, ct);
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 307 See\r\nLocation: {elsewhere.Url}checkv2\r\nContent-Length: 0\r\n\r\n"), ct);
        });

        Assert.IsType<ScanFinding.Failed>(await ScanAsync(new SiteSettings { Rspamd = rspamd.Url }));

        Assert.Equal(0, elsewhere.Connections);
    }

    [Fact]
    public async Task Nobody_is_asked_without_an_address() => Assert.Null(await ScanAsync(new SiteSettings()));

    private static ScriptedPeer Answering(string body, int status = 200) => new(async (stream, ct) =>
    {
        await ReadRequestAsync(stream, ct);
        await RespondAsync(stream, status, body, ct);
    });

    private static async Task RespondAsync(Stream stream, int status, string body, CancellationToken ct)
    {
        var octets = Encoding.UTF8.GetBytes(body);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} X\r\nContent-Length: {octets.Length}\r\nConnection: close\r\n\r\n"), ct);
        await stream.WriteAsync(octets, ct);
    }

    /// <summary>Head and body of a request whose body is as long as it says.</summary>
    private static async Task<string> ReadRequestAsync(Stream stream, CancellationToken ct)
    {
        var received = new List<byte>();
        var octets = new byte[4096];
        while (true)
        {
            var text = Encoding.UTF8.GetString([.. received]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && Encoding.UTF8.GetByteCount(text) - Encoding.UTF8.GetByteCount(text[..end]) - 4 >= LengthOf(text))
            {
                return text;
            }

            var read = await stream.ReadAsync(octets, ct);
            if (read == 0)
            {
                throw new IOException("The request ended early.");
            }

            received.AddRange(octets.AsSpan(0, read));
        }
    }

    private static int LengthOf(string head) =>
        int.Parse(head.Split("\r\n").First(line => line.StartsWith("Content-Length:", StringComparison.Ordinal))[15..], System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<ScanFinding?> ScanAsync(SiteSettings settings, string password = "")
    {
        using var scanner = Scanner(settings, password);
        return await scanner.ScanAsync(ScanWorld.Request(), Token);
    }

    private static RspamdScanner Scanner(SiteSettings settings, string password) =>
        new(ScanWorld.Settings(settings), new RspamdOptions { Password = password }, TimeProvider.System, NullLogger<RspamdScanner>.Instance);
}
