using System.Security.Cryptography.X509Certificates;
using Mail.Core;
using Mail.Testing;

namespace Mail.Transport.Tests;

/// <summary>As <see cref="HostilePopServerTests"/>, in the many more ways that IMAP has.</summary>
public sealed class HostileImapServerTests : IAsyncDisposable
{
    private readonly ImapWorld _world = new();

    public HostileImapServerTests()
    {
        // Small, so that the tests are quick; the bounds of the real ones are in FetchOptions.
        _world.Options = _world.Options with { IdleTimeout = TimeSpan.FromSeconds(2), RateGrace = TimeSpan.FromSeconds(1), LeastRate = 100_000 };
        _world.Mailbox.AddMany(3);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    public static TheoryData<string> Places => ["(greeting)", "CAPABILITY", "AUTHENTICATE", "NAMESPACE", "LIST", "EXAMINE", "FETCH", "UID FETCH"];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Places))]
    public async Task A_line_without_end_is_cut_off(string at) => await EndsAsync(at, "* OK " + new string('x', 4_000_000), RemoteFailure.Limit);

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Places))]
    public async Task Lines_without_end_are_cut_off(string at) =>
        await EndsAsync(at, "* OK wait\r\n" + string.Concat(Enumerable.Repeat("* 3 EXISTS\r\n* OK still here\r\n", 100_000)), RemoteFailure.Limit);

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Places))]
    public async Task Literal_without_end_is_cut_off(string at) => await EndsAsync(
        at,
        $"* 1 FETCH (UID 1 RFC822.SIZE 300 FLAGS () BODY[] {{2000000000}}\r\n{new string('x', 4_000_000)}",
        at == "(greeting)" ? RemoteFailure.Protocol : RemoteFailure.Limit);

    /// <summary>The library parses some answers by calling itself, and a stack that is full ends the process.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData("EXAMINE", "* 1 FETCH (UID 1 BODYSTRUCTURE ")]
    [InlineData("FETCH", "* 1 FETCH (UID 1 BODYSTRUCTURE ")]
    [InlineData("UID FETCH", "* 1 FETCH (UID 1 BODY ")]
    [InlineData("FETCH", "* 1 FETCH (UID 1 ENVELOPE ")]
    [InlineData("FETCH", "* 1 FETCH (UID 1 X-WHAT ")]
    [InlineData("FETCH", "* THREAD ")]
    [InlineData("EXAMINE", "* THREAD ")]
    [InlineData("LIST", "* LIST () \"/\" INBOX ")]
    [InlineData("NAMESPACE", "* NAMESPACE ")]
    [InlineData("NAMESPACE", "* METADATA INBOX ")]
    [InlineData("NAMESPACE", "* ")]
    [InlineData("FETCH", "* 1 FETCH ")]
    public async Task Brackets_in_brackets_do_not_fill_the_stack(string at, string start)
    {
        _world.Mailbox.AddMany(500);
        await HarmlessAsync(at, start + new string('(', 60_000));
        await HarmlessAsync(at, start + new string('(', 60_000) + new string(')', 60_000) + "\r\n{tag} OK\r\n");
    }

    [Theory(Timeout = 60_000)]
    [InlineData("EXAMINE", "* 2000000000 EXISTS\r\n{tag} OK [READ-ONLY]\r\n")]
    [InlineData("EXAMINE", "* -5 EXISTS\r\n{tag} OK [READ-ONLY]\r\n")]
    [InlineData("EXAMINE", "* 99999999999999999999 EXISTS\r\n{tag} OK [READ-ONLY]\r\n")]
    [InlineData("EXAMINE", "* 7 EXISTS\r\n* OK [UIDVALIDITY 0]\r\n* OK [UIDNEXT 0]\r\n{tag} OK [READ-ONLY]\r\n")]
    [InlineData("EXAMINE", "* 7 EXISTS\r\n* OK [UIDVALIDITY 99999999999]\r\n{tag} OK [READ-ONLY]\r\n")]
    [InlineData("EXAMINE", "{tag} OK\r\n")]
    [InlineData("EXAMINE", "{tag} NO [TRYCREATE] none\r\n")]
    [InlineData("EXAMINE", "{tag} BAD what\r\n")]
    [InlineData("EXAMINE", "")]
    [InlineData("FETCH", "{tag} OK\r\n")]
    [InlineData("FETCH", "* 1 FETCH (UID 0 RFC822.SIZE 5 FLAGS ())\r\n{tag} OK\r\n")]
    [InlineData("FETCH", "* 1 FETCH (UID 99999999999 RFC822.SIZE 5 FLAGS ())\r\n{tag} OK\r\n")]
    [InlineData("FETCH", "* 1 FETCH (UID 1 RFC822.SIZE -5 FLAGS ())\r\n{tag} OK\r\n")]
    [InlineData("FETCH", "* 1 FETCH (UID 1 RFC822.SIZE 99999999999 FLAGS ())\r\n{tag} OK\r\n")]
    [InlineData("FETCH", "* 999999999 FETCH (UID 1 RFC822.SIZE 5 FLAGS ())\r\n{tag} OK\r\n")]
    [InlineData("FETCH", "* 0 FETCH (UID 1 RFC822.SIZE 5 FLAGS ())\r\n{tag} OK\r\n")]
    [InlineData("FETCH", "* 1 FETCH (UID 1 RFC822.SIZE 5 FLAGS ())\r\n* 2 FETCH (UID 1 RFC822.SIZE 5 FLAGS ())\r\n{tag} OK\r\n")]
    [InlineData("FETCH", "* 1 FETCH (UID 1 INTERNALDATE \"99-Foo-0000\" FLAGS ())\r\n{tag} OK\r\n")]
    [InlineData("FETCH", "* 1 FETCH (UID 1 FLAGS (a\u0000b \\\\x))\r\n{tag} OK\r\n")]
    [InlineData("FETCH", "* 1 EXPUNGE\r\n* 1 EXPUNGE\r\n* 1 EXPUNGE\r\n* 1 EXPUNGE\r\n* 0 EXPUNGE\r\n{tag} OK\r\n")]
    [InlineData("FETCH", "* VANISHED 1:4294967295\r\n{tag} OK\r\n")]
    [InlineData("FETCH", "* OK [UIDVALIDITY 99] new\r\n* 0 EXISTS\r\n{tag} OK\r\n")]
    [InlineData("FETCH", "+ go on\r\n+ go on\r\n{tag} OK\r\n")]
    [InlineData("FETCH", "other OK\r\n{tag} OK\r\n")]
    [InlineData("UID FETCH", "{tag} OK\r\n")]
    [InlineData("UID FETCH", "{tag} NO gone\r\n")]
    [InlineData("UID FETCH", "* 1 FETCH (UID 1 BODY[] NIL)\r\n{tag} OK\r\n")]
    [InlineData("UID FETCH", "* 1 FETCH (UID 1 BODY[] {-1}\r\n)\r\n{tag} OK\r\n")]
    [InlineData("UID FETCH", "* 1 FETCH (UID 1 BODY[] {99999999999999999999}\r\n)\r\n{tag} OK\r\n")]
    [InlineData("UID FETCH", "* 1 FETCH (UID 1 BODY[] {5}\r\nabc)\r\n{tag} OK\r\n")]
    [InlineData("UID FETCH", "* 1 FETCH (UID 1 BODY[] \"quoted\")\r\n{tag} OK\r\n")]
    [InlineData("UID FETCH", "* 1 FETCH (UID 77 BODY[] {5}\r\nabcde)\r\n{tag} OK\r\n")]
    [InlineData("UID FETCH", "* 1 FETCH (BODY[] {5}\r\nabcde)\r\n{tag} OK\r\n")]
    [InlineData("UID FETCH", "* 1 FETCH (UID 1 BODY[] {5}\r\nabcde UID 1 BODY[] {5}\r\nabcde)\r\n* 1 FETCH (UID 1 BODY[] {5}\r\nabcde)\r\n{tag} OK\r\n")]
    [InlineData("CAPABILITY", "* CAPABILITY IMAP4rev1 AUTH=\u0000\u0001\r* AUTH=X\r\r\n{tag} OK\r\n")]
    [InlineData("CAPABILITY", "* CAPABILITY\r\n{tag} OK\r\n")]
    [InlineData("CAPABILITY", "{tag} BAD what\r\n")]
    [InlineData("NAMESPACE", "* NAMESPACE NIL NIL NIL\r\n{tag} OK\r\n")]
    [InlineData("NAMESPACE", "{tag} NO\r\n")]
    [InlineData("LIST", "{tag} OK\r\n")]
    [InlineData("LIST", "* LIST () \"/\" {9}\r\nINBOX\r\na\r\n\r\n{tag} OK\r\n")]
    [InlineData("LIST", "* LIST () NIL \"../../INBOX\"\r\n{tag} OK\r\n")]
    [InlineData("(greeting)", "* BYE go away\r\n")]
    [InlineData("(greeting)", "* NO\r\n")]
    [InlineData("(greeting)", "+OK POP3 ready\r\n")]
    [InlineData("(greeting)", "\u0000\u0001\u0002\r\n")]
    [InlineData("(greeting)", "")]
    public async Task Nonsense_is_an_error_in_words_or_is_overlooked(string at, string answer) => await HarmlessAsync(at, answer);

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Places))]
    public async Task A_server_may_say_goodbye_at_any_time(string at)
    {
        _world.Server.HangsUpAfter = command => IsAt(at, command);
        var error = await EndsAsync(at, "* BYE closing for the night\r\n", RemoteFailure.Unreachable, RemoteFailure.Busy, RemoteFailure.Protocol);
        Assert.Contains("imap.far.test", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_message_that_is_larger_than_the_server_said_is_cut_off() =>
        await EndsAsync("UID FETCH", $"* 1 FETCH (UID 1 BODY[] {{2000000}}\r\n{new string('x', 2_000_000)})\r\n{{tag}} OK\r\n", RemoteFailure.Limit);

    [Fact(Timeout = 60_000)]
    public async Task Memory_is_taken_for_what_comes_and_not_for_what_is_said()
    {
        _world.Server.HangsUpAfter = command => IsAt("UID FETCH", command);
        var before = GC.GetTotalAllocatedBytes();
        await EndsAsync("UID FETCH", "* 1 FETCH (UID 1 BODY[] {2000000000}\r\nabc", RemoteFailure.Unreachable);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 1_000_000_000);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("CAPABILITY")]
    [InlineData("FETCH")]
    [InlineData("UID FETCH")]
    public async Task A_server_that_sends_octet_by_octet_is_too_slow(string at)
    {
        _world.Server.Pace = command => IsAt(at, command) ? TimeSpan.FromMilliseconds(50) : TimeSpan.Zero;
        var error = await _world.FailAsync();
        Assert.Equal(RemoteFailure.Limit, error.Failure);
        Assert.Contains("too slow", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("(greeting)")]
    [InlineData("STARTTLS")]
    public async Task A_server_that_is_slow_before_TLS_is_left(string at)
    {
        using var certificate = Certificate();
        _world.Server.Certificate = certificate;
        _world.Server.Pace = command => IsAt(at, command) ? TimeSpan.FromMilliseconds(500) : TimeSpan.Zero;
        var error = await _world.FailAsync(_world.Account with { Tls = RemoteTls.StartTls });
        Assert.Equal((RemoteFailure.Unreachable, "imap.far.test does not come to an end before TLS"), (error.Failure, error.Message));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(RemoteTls.StartTls)]
    [InlineData(RemoteTls.Implicit)]
    public async Task A_message_that_ends_with_TLS_and_not_by_itself_is_no_message(RemoteTls tls)
    {
        using var certificate = Certificate();
        _world.Server.Certificate = certificate;
        _world.Server.IsImplicitTls = tls == RemoteTls.Implicit;
        _world.Server.HangsUpAfter = command => IsAt("UID FETCH", command);
        _world.Server.Answer = command => IsAt("UID FETCH", command) ? "* 1 FETCH (UID 1 BODY[] {300}\r\nSubject: half" : null;
        Assert.Equal(RemoteFailure.Unreachable, (await _world.FailAsync(_world.Account with { Tls = tls })).Failure);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("{tag} NO not now\r\n", RemoteFailure.Tls)]
    [InlineData("s OK begin\r\n* CAPABILITY IMAP4rev1 AUTH=X\r\ns OK\r\n", RemoteFailure.Tls)]
    [InlineData("s BAD what\r\n", RemoteFailure.Tls)]
    public async Task No_password_leaves_when_something_is_wrong_before_TLS(string answer, RemoteFailure expected)
    {
        using var certificate = Certificate();
        _world.Server.Certificate = certificate;
        _world.Server.Answer = command => command == "STARTTLS" ? answer : null;
        Assert.Equal(expected, (await _world.FailAsync(_world.Account with { Tls = RemoteTls.StartTls })).Failure);
        Assert.Equal("STARTTLS", _world.Server.Commands[0]);
        Assert.DoesNotContain(_world.Server.Commands, IsLogin);
    }

    /// <summary>RFC 9051 §7.1.4: there is no STARTTLS after it, which somebody in between would like.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData(RemoteTls.None, "imap.far.test asks for no password: whose mailbox it shows is not known")]
    [InlineData(RemoteTls.StartTls, "the server greets with: * PREAUTH welcome")]
    public async Task A_server_that_asks_for_no_password_is_not_read(RemoteTls tls, string expected)
    {
        _world.Server.Greeting = "* PREAUTH welcome";
        Assert.Equal(expected, (await _world.FailAsync(_world.Account with { Tls = tls })).Message);
        Assert.DoesNotContain(_world.Server.Commands, IsLogin);
    }

    [Fact(Timeout = 60_000)]
    public async Task Names_of_folders_that_could_do_harm_are_passed_over()
    {
        _world.Server.Answer = command => command.EndsWith("\"*\"", StringComparison.Ordinal)
            ? "* LIST () \"/\" INBOX\r\n* LIST () \"/\" {8}\r\nab\r\ncd\u001bx\r\n* LIST () \"/\" good\r\n{tag} OK\r\n"
            : null;
        await using var mailbox = await _world.OpenAsync();
        Assert.Equal(["INBOX", "good"], (await mailbox.FoldersAsync(ImapWorld.Token)).Select(folder => folder.Name).Order(StringComparer.Ordinal));
    }

    private static bool IsLogin(string command) => command.Contains("AUTHENTICATE", StringComparison.Ordinal) || command.Contains("LOGIN", StringComparison.Ordinal);

    private static bool IsAt(string at, string command) => command.StartsWith(at, StringComparison.Ordinal);

    private static X509Certificate2 Certificate()
    {
        using var made = TestCertificate.For(["imap.far.test"]);
        return X509CertificateLoader.LoadPkcs12(made.ToPkcs12("x"), "x");
    }

    private async Task<RemoteMailboxException> EndsAsync(string at, string answer, params RemoteFailure[] expected)
    {
        _world.Server.Answer = command => IsAt(at, command) ? answer : null;
        var error = await _world.FailAsync();
        Assert.Contains(error.Failure, expected);
        Assert.DoesNotContain(error.Message, char.IsControl);
        return error;
    }

    private async Task HarmlessAsync(string at, string answer)
    {
        _world.Server.Answer = command => IsAt(at, command) ? answer : null;
        try
        {
            Assert.True((await _world.ReadAllAsync()).Count <= _world.Mailbox.Messages.Count);
        }
        catch (RemoteMailboxException e)
        {
            Assert.NotEmpty(e.Message);
            Assert.DoesNotContain(e.Message, char.IsControl);
            Assert.NotEqual(RemoteFailure.Credentials, e.Failure);
        }
    }
}
