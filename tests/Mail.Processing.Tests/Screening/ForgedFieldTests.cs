using System.Text;
using Mail.Core;

namespace Mail.Processing.Tests;

/// <summary>What stands before a message in a mailbox, and what does not stand in it any more.</summary>
public class ForgedFieldTests
{
    private const string Ours = "Authentication-Results: mx.example.test;\r\n\tspf=pass smtp.mailfrom=sender.test\r\nReceived-SPF: pass\r\n\tclient-ip=192.0.2.1\r\n";

    private readonly FlowWorld _world = new();

    private async Task<string> DeliverAsync(string message, string? fields = Ours, string? user = null)
    {
        _world.Screen.Verdict = new ScreenVerdict("ham") { Sender = fields is null ? null : new SenderFinding(SenderStanding.Verified) { Fields = fields } };
        var id = await _world.SpoolAsync("alice@example.test", message: message, user: user);
        await _world.RunAsync(id);
        var stored = await _world.RawAsync(_world.Alice, $"{id}-1");
        return stored[stored.IndexOf("12:00:00 +0000\r\n", StringComparison.Ordinal)..]["12:00:00 +0000\r\n".Length..];
    }

    [Fact]
    public async Task Our_fields_stand_above_the_message_which_is_unchanged() =>
        Assert.Equal(Ours + FlowWorld.Message, await DeliverAsync(FlowWorld.Message));

    [Theory]
    [InlineData("Authentication-Results: mx.example.test; dmarc=pass\r\n")]
    [InlineData("authentication-results : MX.Example.Test. 1; dmarc=pass\r\n")]
    [InlineData("Authentication-Results: (a comment) \"mx.example.test\"; dmarc=pass\r\n")]
    [InlineData("Authentication-Results:\r\n\tmx.example.test;\r\n dmarc=pass\r\n")]
    [InlineData("Authentication-Results: (no end mx.example.test; dmarc=pass\r\n")]
    public async Task A_field_that_pretends_to_be_ours_is_taken_out_and_nothing_else(string forged)
    {
        const string Others = "Received: from x by mx; Fri, 2 Jan 2026 12:00:00 +0000\r\nAuthentication-Results: mx.other.test; dmarc=fail\r\n";
        const string Rest = "From: X <x@sender.test>\r\nSubject: hi\r\n\r\nAuthentication-Results: mx.example.test; in the text\r\n";
        Assert.Equal(Ours + Others + Rest, await DeliverAsync(Others + forged + Rest));
    }

    [Fact]
    public async Task So_it_is_in_what_our_own_users_send() => Assert.Equal(
        "Received: x by y\r\nSubject: hi\r\n\r\ntext\r\n",
        await DeliverAsync("Received: x by y\r\nAuthentication-Results: mx.example.test; dmarc=pass\r\nSubject: hi\r\n\r\ntext\r\n", fields: null, user: "bob@example.test"));

    [Fact]
    public async Task A_large_message_keeps_every_octet_of_its_body()
    {
        var body = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"line {i} of a body that is longer than memory is used for\r\n"));
        var stored = await DeliverAsync($"Received: x by y\r\nAuthentication-Results: mx.example.test; dmarc=pass\r\nSubject: large\r\n\r\n{body}");
        Assert.Equal($"{Ours}Received: x by y\r\nSubject: large\r\n\r\n{body}", stored);
    }

    [Fact]
    public async Task Thousands_of_forged_fields_are_taken_out_at_once()
    {
        var forged = string.Concat(Enumerable.Repeat("Authentication-Results: mx.example.test; dmarc=pass\r\n", 10_000));
        Assert.Equal($"{Ours}Received: x by y\r\n\r\ntext\r\n", await DeliverAsync($"Received: x by y\r\n{forged}\r\ntext\r\n"));
    }

    [Fact]
    public async Task A_message_of_nothing_but_a_forged_field_is_delivered() =>
        Assert.Equal(Ours + "\r\n", await DeliverAsync("Authentication-Results: mx.example.test; dmarc=pass\r\n\r\n"));

    [Fact]
    public async Task Rules_see_our_field_and_not_the_forged_one()
    {
        _world.Storage.Rules.Add(
            RuleScope.OfAccount(_world.Alice.AccountId), "r", "header :contains \"Authentication-Results\" \"dmarc=pass\"", "fileinto \"Fooled\";");
        _world.Storage.Rules.Add(
            RuleScope.OfAccount(_world.Alice.AccountId), "s", "header :contains \"Authentication-Results\" \"spf=pass\"", "fileinto \"Told\";");
        await DeliverAsync("Received: x by y\r\nAuthentication-Results: mx.example.test; dmarc=pass\r\nSubject: hi\r\n\r\ntext\r\n");
        Assert.Equal("Told", Assert.Single(await _world.MailAsync(_world.Alice)).Folder);
    }

    [Theory]
    [InlineData("Authentication-Results: mx.other.test; dmarc=pass\r\n", "Authentication-Results", "dmarc=pass")]
    [InlineData("authentication-RESULTS : mx.other.test; dmarc=pass\r\n", "authentication-results", "dmarc=pass")]
    [InlineData("Received-SPF: fail (nobody knows)\r\n", "Received-SPF", "fail")]
    public async Task Rules_do_not_see_what_a_stranger_says_of_the_sender_and_the_mailbox_keeps_it(string foreign, string name, string value)
    {
        _world.Storage.Rules.Add(RuleScope.OfAccount(_world.Alice.AccountId), "r", $"header :contains \"{name}\" \"{value}\"", "fileinto \"Fooled\";");
        var message = $"Received: x by y\r\n{foreign}Subject: hi\r\n\r\ntext\r\n";
        Assert.Equal(Ours + message, await DeliverAsync(message));
        Assert.Equal("INBOX", Assert.Single(await _world.MailAsync(_world.Alice)).Folder);
    }

    [Fact]
    public async Task Nor_in_a_header_that_is_longer_than_anybody_reads()
    {
        _world.Storage.Rules.Add(RuleScope.OfAccount(_world.Alice.AccountId), "r", "header :contains \"Authentication-Results\" \"dmarc=pass\"", "fileinto \"Fooled\";");
        _world.Storage.Rules.Add(RuleScope.OfAccount(_world.Alice.AccountId), "s", "header :contains \"Authentication-Results\" \"spf=pass\"", "fileinto \"Told\";");
        var filler = string.Concat(Enumerable.Repeat($"X-Filler: {new string('x', 900)}\r\n", 1_300));
        await DeliverAsync($"Received: x by y\r\nAuthentication-Results: mx.example.test; dmarc=pass\r\n{filler}\r\ntext\r\n");
        Assert.Equal("Told", Assert.Single(await _world.MailAsync(_world.Alice)).Folder);
    }

    [Fact]
    public async Task Rules_before_the_screen_see_nobodys()
    {
        _world.Storage.Rules.Add(RuleScope.Site, "r", "header :contains \"Authentication-Results\" \"dmarc=pass\"", "discard;", RulePhase.Incoming);
        await DeliverAsync("Received: x by y\r\nAuthentication-Results: mx.example.test; dmarc=pass\r\nSubject: hi\r\n\r\ntext\r\n");
        Assert.Single(await _world.MailAsync(_world.Alice));
    }

    [Fact]
    public async Task The_raw_message_in_the_spool_stays_as_it_came()
    {
        const string Message = "Received: x by y\r\nAuthentication-Results: mx.example.test; dmarc=pass\r\n\r\ntext\r\n";
        _world.Screen.Verdict = new ScreenVerdict("ham") { Sender = new SenderFinding(SenderStanding.Verified) { Fields = Ours } };
        var id = await _world.SpoolAsync("alice@example.test", message: Message);
        await _world.RunAsync(id);
        await using var spooled = await _world.Storage.Spool.OpenAsync(id, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(spooled!.Content, Encoding.UTF8);
        Assert.Equal(Message, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }
}
