using System.Text;
using System.Text.RegularExpressions;
using Mail.Core;
using Mail.Testing;
using MimeKit;

namespace Mail.Interop.Tests;

/// <summary>What comes of a message to a server that fails in each of the ways that <c>smtp-sink</c> knows; the table is in README.md.</summary>
[Collection(nameof(SendingCollection))]
public sealed partial class SinkTests(SendingSystem shared, SinkRuns runs) : IClassFixture<SinkRuns>
{
    public static TheoryData<string> Names => [.. SinkScenario.All.Select(scenario => scenario.Name)];

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Names))]
    public async Task A_message_comes_to_its_end(string scenario)
    {
        var expected = SinkScenario.All.Single(one => one.Name == scenario);
        var (run, notice) = await runs.GetAsync(shared, scenario);
        switch (expected.Ends)
        {
            case SinkEnd.Returned:
                AssertReturned(expected, run, notice);
                break;
            case SinkEnd.Later:
                AssertWaited(expected, run.FirstAttempt!);
                AssertArrived(run, isConverted: false);
                Assert.Null(notice);
                break;
            default:
                AssertArrived(run, expected.Ends is SinkEnd.Converted or SinkEnd.ConvertedAndTold);
                AssertTold(expected.Ends is SinkEnd.RelayedAndTold or SinkEnd.ConvertedAndTold, run, notice);
                break;
        }
    }

    [Fact]
    public void The_table_in_the_README_has_each_scenario()
    {
        var readme = File.ReadAllLines(Path.Combine(RepositoryFiles.Root, "tests", "Mail.Interop.Tests", "README.md"));
        var table = readme.SkipWhile(line => !line.StartsWith("| Server |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.Length > 0);
        Assert.Equal(SinkScenario.All.Select(scenario => scenario.Name), table.Select(line => line.Split('|')[1].Trim()));
    }

    private static void AssertArrived(SinkRun run, bool isConverted)
    {
        var arrived = Assert.Single(run.Arrived);
        var envelope = Assert.Single(run.Envelopes);
        Assert.Equal(RecipientOutcome.Delivered, Assert.Single(run.Record.Recipients).Outcome);
        Assert.Contains($"X-Rcpt-Args: <someone@{run.Destination.Domain}>", envelope, StringComparison.Ordinal);
        var at = arrived.IndexOf("From: X <", StringComparison.Ordinal);
        Assert.Matches(OurFields(), arrived[..at]);
        var sent = Encoding.UTF8.GetString(run.Sent);
        if (!isConverted)
        {
            Assert.Equal(sent, arrived[at..]);
            return;
        }

        Assert.True(Ascii.IsValid(arrived), arrived);
        using var decoded = MimeMessage.Load(new MemoryStream(Encoding.ASCII.GetBytes(arrived)));
        Assert.Equal(sent[(sent.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..], decoded.TextBody!.ReplaceLineEndings("\r\n"));
    }

    private static void AssertWaited(SinkScenario expected, OutboundJob job)
    {
        var recipient = Assert.Single(job.Recipients);
        Assert.True(recipient.IsPending);
        Assert.StartsWith(expected.Status.Length > 0 ? expected.Status : "4.", recipient.Status, StringComparison.Ordinal);
        Assert.Contains(expected.Said, recipient.Reply?.ToString() ?? recipient.Reason, StringComparison.Ordinal);
    }

    private static void AssertReturned(SinkScenario expected, SinkRun run, Notice? notice)
    {
        // smtp-sink keeps what it refuses at the end.
        Assert.Equal(expected.Options.StartsWith("-f .", StringComparison.Ordinal) ? 1 : 0, run.Arrived.Count);
        Assert.Equal(RecipientOutcome.Failed, Assert.Single(run.Record.Recipients).Outcome);
        Assert.NotNull(notice);
        var fields = notice.For("someone@" + run.Destination.Domain);
        Assert.Equal("failed", fields["Action"]);
        Assert.StartsWith(expected.Status.Length > 0 ? expected.Status : "5.", fields["Status"], StringComparison.Ordinal);
        Assert.StartsWith("smtp; " + expected.Said, fields["Diagnostic-Code"], StringComparison.Ordinal);
        AssertAsked(run, notice, fields);
    }

    private static void AssertTold(bool isTold, SinkRun run, Notice? notice)
    {
        Assert.Equal(isTold, notice is not null);
        if (notice is not null)
        {
            var fields = notice.For("someone@" + run.Destination.Domain);
            Assert.Equal("relayed", fields["Action"]);
            AssertAsked(run, notice, fields);
        }
    }

    /// <summary>ORCPT comes back, and RET=HDRS gives the header only.</summary>
    private static void AssertAsked(SinkRun run, Notice notice, HeaderList fields)
    {
        Assert.Equal($"rfc822; first@{run.Destination.Domain}", fields["Original-Recipient"]);
        Assert.Contains("\nX-Spaces: two  spaces", notice.Returned, StringComparison.Ordinal);
        Assert.DoesNotContain("blanks", notice.Returned, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\A(?:Received: [^\r]*\r\n(?:[\t ][^\r]*\r\n)*)+\z")]
    private static partial Regex OurFields();
}
