using System.Security.Cryptography.X509Certificates;
using System.Text;
using Mail.Core;
using Mail.Testing;
using MimeKit;

namespace Mail.Interop.Tests;

/// <summary>What comes of a message where <c>smtp-sink</c> cannot play the other server: several recipients, TLS, the DNS, time.</summary>
[Collection(nameof(SendingCollection))]
public class ScriptedPeerTests(SendingSystem shared)
{
    private const string Wanted = "NOTIFY=SUCCESS,FAILURE";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Parameters_of_DSN_are_passed_on_and_the_next_server_tells()
    {
        var (user, destination) = (await shared.SharedUserAsync(), shared.NewDestination());
        await using var server = new ScriptedSmtpServer(destination.Port);
        var message = user.MessageTo("a@" + destination.Domain);

        await SettleAsync(
            user, message, $"ENVID={destination.Domain}+2Bx RET=FULL",
            $"<a@{destination.Domain}> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;first+2Btag@elsewhere.test", $"<b@{destination.Domain}> NOTIFY=NEVER");

        var taken = Assert.Single(server.Messages);
        Assert.Contains($" RET=FULL ENVID={destination.Domain}+2Bx", taken.Mail, StringComparison.Ordinal);
        Assert.Equal(
            [$"RCPT TO:<a@{destination.Domain}> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;first+2Btag@elsewhere.test", $"RCPT TO:<b@{destination.Domain}> NOTIFY=NEVER"],
            taken.Recipients.Select(command => command.Split(" ORCPT=rfc822;b@")[0]));
        Assert.EndsWith(Encoding.UTF8.GetString(message), Encoding.UTF8.GetString(taken.Content), StringComparison.Ordinal);
        Assert.Empty(await user.NoticesAsync(destination.Domain + "+x"));
    }

    [Fact(Timeout = 120_000)]
    public async Task Of_three_recipients_one_is_refused_and_the_notice_tells_of_that_one()
    {
        var (user, destination) = (await shared.SharedUserAsync(), shared.NewDestination());
        await using var server = new ScriptedSmtpServer(destination.Port);
        server.Answer = command => command.StartsWith("RCPT TO:<b@", StringComparison.Ordinal) ? "550-5.1.1 no b\r\n550 5.1.1 here" : null;

        var record = await SettleAsync(user, user.MessageTo("a@" + destination.Domain), $"ENVID={destination.Domain}", ThreeOf(destination));

        Assert.Equal([RecipientOutcome.Delivered, RecipientOutcome.Failed, RecipientOutcome.Delivered], record.Recipients.OrderBy(r => r.Place).Select(r => r.Outcome));
        Assert.Single(server.Messages);
        var fields = Assert.Single(Assert.Single(await user.NoticesAsync(destination.Domain)).Recipients);
        Assert.Equal(
            ($"rfc822; b@{destination.Domain}", "failed", "5.1.1", "smtp; 550 5.1.1 no b here"),
            (fields["Final-Recipient"], fields["Action"], fields["Status"], fields["Diagnostic-Code"]));
    }

    [Fact(Timeout = 120_000)]
    public async Task All_three_are_refused_and_one_notice_tells_of_all()
    {
        var (user, destination) = (await shared.SharedUserAsync(), shared.NewDestination());
        await using var server = new ScriptedSmtpServer(destination.Port);
        server.Answer = command => command.StartsWith("RCPT", StringComparison.Ordinal) ? "550 5.7.1 nobody here" : null;

        await SettleAsync(user, user.MessageTo("a@" + destination.Domain), $"ENVID={destination.Domain}", ThreeOf(destination));

        Assert.Empty(server.Messages);
        var notice = Assert.Single(await user.NoticesAsync(destination.Domain));
        Assert.Equal(["a", "b", "c"], notice.Recipients.Select(fields => fields["Final-Recipient"]!["rfc822; ".Length..].Split('@')[0]));
        Assert.All(notice.Recipients, fields => Assert.Equal("5.7.1", fields["Status"]));
    }

    [Fact(Timeout = 120_000)]
    public async Task Who_is_put_off_gets_it_later_and_the_others_no_second_copy()
    {
        var (user, destination) = (await shared.SharedUserAsync(), shared.NewDestination());
        await using var server = new ScriptedSmtpServer(destination.Port);
        var isFirst = true;
        server.Answer = command => command.StartsWith("RCPT TO:<b@", StringComparison.Ordinal) && isFirst ? "450 4.2.0 greylisted" : null;
        server.OnMessage = _ => isFirst = false;

        await SettleAsync(user, user.MessageTo("a@" + destination.Domain), $"ENVID={destination.Domain}", ThreeOf(destination));

        Assert.Equal(2, server.Messages.Count);
        Assert.Single(server.Messages[1].Recipients);
        Assert.StartsWith($"RCPT TO:<b@{destination.Domain}>", server.Messages[1].Recipients[0], StringComparison.Ordinal);
        Assert.Empty(await user.NoticesAsync(destination.Domain));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_server_that_leaves_in_the_middle_of_the_content_gets_it_again()
    {
        var (user, destination) = (await shared.SharedUserAsync(), shared.NewDestination());
        await using var server = new ScriptedSmtpServer(destination.Port);
        var left = 0;
        server.PauseInContent = lines => lines == 5 && Interlocked.Increment(ref left) == 1 ? throw new IOException("it leaves") : Task.CompletedTask;
        var message = user.MessageTo("a@" + destination.Domain);

        await SettleAsync(user, message, $"ENVID={destination.Domain}", $"<a@{destination.Domain}> {Wanted}");

        Assert.Equal(2, server.Connections);
        Assert.EndsWith(Encoding.UTF8.GetString(message), Encoding.UTF8.GetString(Assert.Single(server.Messages).Content), StringComparison.Ordinal);
        Assert.Empty(await user.NoticesAsync(destination.Domain));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_message_larger_than_the_SIZE_of_the_server_comes_back_without_being_sent()
    {
        var (user, destination) = (await shared.SharedUserAsync(), shared.NewDestination());
        await using var server = new ScriptedSmtpServer(destination.Port) { Extensions = ["SIZE 500", "8BITMIME", "PIPELINING", "DSN"] };

        await SettleAsync(user, user.MessageTo("a@" + destination.Domain), $"ENVID={destination.Domain}", $"<a@{destination.Domain}> {Wanted}");

        Assert.DoesNotContain(server.Commands, command => command.StartsWith("MAIL", StringComparison.Ordinal));
        await AssertReturnedAsync(user, destination.Domain, "5.3.4");
    }

    [Fact(Timeout = 120_000)]
    public async Task Each_reply_comes_late_and_the_message_arrives()
    {
        var (user, destination) = (await shared.SharedUserAsync(), shared.NewDestination());
        await using var server = new ScriptedSmtpServer(destination.Port);
        server.Pause = _ => Task.Delay(700, Token);

        await SettleAsync(user, user.MessageTo("a@" + destination.Domain), $"ENVID={destination.Domain}", ThreeOf(destination));

        Assert.Single(server.Messages);
        Assert.Equal(1, server.Connections);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("454 4.7.0 TLS not available")]
    [InlineData("220 go ahead\r\n500 but no handshake")]
    public async Task STARTTLS_that_is_offered_and_broken_is_done_without(string answer)
    {
        var (user, destination) = (await shared.SharedUserAsync(), shared.NewDestination());
        using var certificate = Pkcs12("localhost");
        await using var server = new ScriptedSmtpServer(destination.Port) { Certificate = certificate };
        server.Answer = command => command == "STARTTLS" ? answer : null;

        var record = await SettleAsync(user, user.MessageTo("a@" + destination.Domain), $"ENVID={destination.Domain}", $"<a@{destination.Domain}> {Wanted}");

        Assert.Equal(RecipientOutcome.Delivered, Assert.Single(record.Recipients).Outcome);
        Assert.Single(server.Messages);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(null)]
    [InlineData("454 4.7.0 TLS not available")]
    [InlineData("220 go ahead\r\n500 but no handshake")]
    public async Task Where_TLS_is_required_a_message_waits_until_there_is_TLS(string? answer)
    {
        var (user, destination) = (await shared.SharedUserAsync(), shared.Named("required"));
        using var certificate = Pkcs12("localhost");
        await using var server = new ScriptedSmtpServer(destination.Port) { Certificate = answer is null ? null : certificate };
        server.Answer = command => command == "STARTTLS" ? answer : null;
        var queueId = await user.SubmitAsync(user.MessageTo("a@" + destination.Domain), "", $"<a@{destination.Domain}> {Wanted}");

        var job = await shared.UntilTriedAsync(queueId);
        Assert.Equal("4.7.4", Assert.Single(job.Recipients).Status);
        Assert.DoesNotContain(server.Commands, command => command.StartsWith("MAIL", StringComparison.Ordinal));

        (server.Certificate, server.Answer) = (certificate, _ => null);
        await shared.UntilSettledAsync(queueId);
        Assert.Single(server.Messages);
        Assert.Contains("STARTTLS", server.Commands);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_certificate_that_is_not_verified_where_it_has_to_be_makes_mail_wait()
    {
        var (user, destination) = (await shared.SharedUserAsync(), shared.Named("verified"));
        using var certificate = Pkcs12("somebody.else.test");
        await using var server = new ScriptedSmtpServer(destination.Port) { Certificate = certificate };

        var queueId = await user.SubmitAsync(user.MessageTo("a@" + destination.Domain), "", $"<a@{destination.Domain}> NOTIFY=NEVER");

        var job = await shared.UntilTriedAsync(queueId, attempts: 2);
        Assert.Equal("4.7.5", Assert.Single(job.Recipients).Status);
        Assert.Empty(server.Messages);
    }

    [Fact(Timeout = 120_000)]
    public async Task The_next_server_of_a_domain_is_asked_when_the_first_is_dead()
    {
        var (user, destination) = (await shared.SharedUserAsync(), shared.Named("direct"));
        await using var server = new ScriptedSmtpServer(destination.Port);
        var message = user.MessageTo("a@" + destination.Domain);

        await SettleAsync(user, message, "", $"<a@{destination.Domain}> {Wanted}");

        Assert.EndsWith(Encoding.UTF8.GetString(message), Encoding.UTF8.GetString(Assert.Single(server.Messages).Content), StringComparison.Ordinal);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("nomail.test", "5.1.10", "takes no mail")]
    [InlineData("nowhere.test", "5.1.2", "does not exist")]
    [InlineData("loop.test", "5.4.6", "loops back")]
    [InlineData("inside.test", "5.4.4", "no public address")]
    public async Task A_domain_that_takes_no_mail_from_us_gives_it_back(string domain, string status, string reason)
    {
        var user = await shared.SharedUserAsync();

        await SettleAsync(user, user.MessageTo("a@" + domain), $"ENVID={domain}", $"<a@{domain}> {Wanted}");

        var fields = await AssertReturnedAsync(user, domain, status);
        Assert.Null(fields["Remote-MTA"]);
        Assert.Contains(reason, fields["Diagnostic-Code"] ?? reason, StringComparison.Ordinal);
    }

    /// <summary>Where everything else is told in this system after seconds, this is what needs a minute: the shortest lifetime that there is.</summary>
    [Fact(Timeout = 180_000)]
    public async Task After_a_while_the_sender_is_told_of_the_delay_and_at_the_end_of_its_lifetime_it_comes_back()
    {
        var (user, destination) = (await shared.SharedUserAsync(), shared.Named("late"));
        await using var server = new ScriptedSmtpServer(destination.Port);
        server.Answer = command => command.StartsWith("RCPT", StringComparison.Ordinal) ? "451 4.2.2 mailbox full" : null;

        await SettleAsync(user, user.MessageTo("a@" + destination.Domain), $"ENVID={destination.Domain}", $"<a@{destination.Domain}> NOTIFY=DELAY,FAILURE");

        var notices = await user.NoticesAsync(destination.Domain);
        var fields = notices.ConvertAll(notice => Assert.Single(notice.Recipients));
        Assert.Equal(["delayed", "failed"], fields.Select(one => one["Action"]).Order(StringComparer.Ordinal));
        Assert.All(fields, one => Assert.Equal(("4.2.2", "smtp; 451 4.2.2 mailbox full"), (one["Status"], one["Diagnostic-Code"])));
        Assert.NotNull(fields.Single(one => one["Action"] == "delayed")["Will-Retry-Until"]);
    }

    private static string[] ThreeOf(Destination destination) => [.. new[] { "a", "b", "c" }.Select(name => $"<{name}@{destination.Domain}> NOTIFY=FAILURE")];

    private async Task<MessageRecord> SettleAsync(SendingUser user, byte[] message, string mail, params string[] recipients) =>
        await shared.UntilSettledAsync(await user.SubmitAsync(message, mail, recipients));

    private static async Task<HeaderList> AssertReturnedAsync(SendingUser user, string envelopeId, string status)
    {
        var fields = Assert.Single(Assert.Single(await user.NoticesAsync(envelopeId)).Recipients);
        Assert.Equal(("failed", status), (fields["Action"], fields["Status"]));
        return fields;
    }

    private static X509Certificate2 Pkcs12(string name)
    {
        using var certificate = TestCertificate.For([name]);
        return X509CertificateLoader.LoadPkcs12(certificate.ToPkcs12("x"), "x");
    }
}
