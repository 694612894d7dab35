using Mail.Core;

namespace Mail.Azure.Tests;

public class OutboundRowTests
{
    /// <summary>The gateway takes 1000 recipients for a message.</summary>
    [Theory]
    [InlineData(1000, 'x')]
    [InlineData(1000, '\u00e9')]
    [InlineData(100, '<')]
    public void Whatever_other_servers_say_a_job_fits_its_row(int recipients, char letter)
    {
        var said = new string(letter, 1000);
        var job = Job(recipients, said);

        var row = OutboundRow.Write(job);

        // Strings are stored in UTF-16, and an entity has 1 MiB.
        Assert.True(row.Keys.Select(key => row[key]).OfType<string>().Sum(text => 2L * text.Length) < 1000 * 1024);
        var read = OutboundRow.Read(row);
        Assert.Equal(
            job.Recipients.Select(recipient => (recipient.Address, recipient.Place, recipient.State, recipient.Status, recipient.Reply?.Code)),
            read.Recipients.Select(recipient => (recipient.Address, recipient.Place, recipient.State, recipient.Status, recipient.Reply?.Code)));
        Assert.All(read.Recipients, recipient => Assert.StartsWith(recipient.Reply!.Text, said, StringComparison.Ordinal));
        Assert.All(read.Recipients, recipient => Assert.NotEmpty(recipient.Reply!.Text));
    }

    [Fact]
    public void Of_a_few_recipients_every_word_is_kept()
    {
        var job = Job(30, new string('x', 1000));
        Assert.Equal(job.Recipients, OutboundRow.Read(OutboundRow.Write(job)).Recipients);
    }

    private static OutboundJob Job(int recipients, string said)
    {
        var queueId = QueueId.New(TimeProvider.System);
        return new OutboundJob
        {
            JobId = $"{queueId}-1",
            QueueId = queueId,
            Destination = "other.test",
            ReversePath = MailAddress.Parse("alice@example.test"),
            CreatedAt = DateTimeOffset.UnixEpoch,
            Recipients =
            [
                .. Enumerable.Range(1, recipients).Select(place => new OutboundRecipient(MailAddress.Parse($"recipient-{place}@other.test"), place)
                {
                    State = place % 2 == 0 ? OutboundRecipientState.Sent : OutboundRecipientState.Pending,
                    Reply = new RemoteReply(451, said, "mx.other.test"),
                    Status = "4.7.1",
                    Host = "mx.other.test",
                    Reason = said,
                }),
            ],
        };
    }
}
