using System.Text.Json;

namespace Mail.Ctl.Tests.Authentication;

public sealed class AuthVerifyTests : IDisposable
{
    private const string Zone = """{"d.test": {"TXT": ["v=spf1 ip4:192.0.2.1 exp=why.d.test -all"]}, "why.d.test": {"TXT": ["%{i} may not"]}, "_dmarc.d.test": {"TXT": ["v=DMARC1; p=reject"]}}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("mailctl-auth-").FullName;
    private readonly CtlWorld _world = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_message_is_checked_against_a_zone()
    {
        var run = await RunAsync("--dns", Write("zone.json", Zone), "--ip", "192.0.2.1", "--helo", "mail.d.test", "--mail-from", "joe@d.test", Write("m.eml", "From: joe@d.test\n\nhi\n"));

        Assert.Equal(
            """{"spf":{"result":"pass","explanation":null},"dkim":[],"arc":{"result":"none"},"dmarc":{"result":"pass","policy":"reject"}}""" + "\n",
            run.Succeeded().Out);
    }

    [Fact]
    public async Task Without_a_message_only_SPF_is_checked_and_the_domain_explains()
    {
        var run = await RunAsync("--dns", Write("zone.json", Zone), "--ip", "192.0.2.9", "--helo", "mail.d.test", "--mail-from", "joe@d.test");

        Assert.Equal(
            """{"spf":{"result":"fail","explanation":"192.0.2.9 may not"},"dkim":[],"arc":{"result":"none"},"dmarc":{"result":"none","policy":null}}""" + "\n",
            run.Succeeded().Out);
    }

    [Fact]
    public async Task A_batch_answers_line_by_line_whatever_a_line_is_like()
    {
        var message = JsonSerializer.Serialize("From: joe@d.test\n\nhi\n");
        var file = JsonSerializer.Serialize(Write("m.eml", "From: joe@d.test\r\n\r\nhi\r\n"));
        var zone = JsonSerializer.Serialize(Write("zone.json", Zone));
        var batch = Write(
            "cases.jsonl",
            $$"""
            {"id": "text", "dns": {{Zone}}, "ip": "192.0.2.1", "helo": "h", "mailFrom": "joe@d.test", "message": {{message}} }
            {"id": 2, "dns": {{zone}}, "ip": "192.0.2.1", "helo": "h", "mailFrom": "joe@d.test", "message": {{file}} }
            {"id": "address", "dns": {}, "ip": "nowhere"}
            {"id": "zone", "dns": {"a.test": {"A": ["x"]} }, "ip": "192.0.2.1"}
            {"id": "file", "dns": {}, "message": "absent.eml"}
            {"id": "type", "dns": {}, "ip": 7}
            no JSON

            {"id": "last", "dns": {}, "ip": "192.0.2.1", "helo": "h.test", "mailFrom": "<>"}
            """);

        var run = await RunAsync("--batch", batch);

        var lines = run.Out.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["text", "2", "address", "zone", "file", "type", "", "last"], lines.Select(line => line.TryGetProperty("id", out var id) ? id.ToString() : ""));
        Assert.Equal([false, false, true, true, true, true, true, false], lines.Select(line => line.TryGetProperty("error", out _)));
        Assert.Equal("pass", lines[0].GetProperty("dmarc").GetProperty("result").GetString());
        Assert.Equal(lines[0].GetProperty("dmarc").ToString(), lines[1].GetProperty("dmarc").ToString());
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("", "none", "permerror")]
    [InlineData("\n", "none", "permerror")]
    [InlineData("From: joe@d.test\n", "none", "pass")]
    public async Task A_message_may_be_next_to_nothing_and_a_sender_have_brackets(string message, string arc, string dmarc)
    {
        var batch = Write(
            "cases.jsonl",
            $$"""{"dns": {{Zone}}, "ip": "192.0.2.1", "helo": "h", "mailFrom": "<joe@d.test>", "message": {{JsonSerializer.Serialize(message)}} }""");

        var view = JsonDocument.Parse((await RunAsync("--batch", batch)).Succeeded().Out).RootElement;

        Assert.Equal(
            ("pass", arc, dmarc),
            (view.GetProperty("spf").GetProperty("result").GetString(), view.GetProperty("arc").GetProperty("result").GetString(), view.GetProperty("dmarc").GetProperty("result").GetString()));
    }

    [Theory]
    [InlineData("--ip", "nowhere", "is not an address")]
    [InlineData("--dns", "absent.json", "absent.json")]
    public async Task What_cannot_be_used_is_refused(string option, string value, string because) => (await RunAsync(option, value)).Refused(because);

    [Fact]
    public async Task A_batch_stands_alone() => (await RunAsync("--batch", "cases.jsonl", "--ip", "192.0.2.1")).Misused("everything else stands in the file");

    private Task<CtlRun> RunAsync(params string[] args) => _world.RunAsync(["auth", "verify", .. args]);

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
