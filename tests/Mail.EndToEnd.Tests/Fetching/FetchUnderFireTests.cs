using System.Diagnostics;
using System.Globalization;
using Mail.Core;

namespace Mail.EndToEnd.Tests;

/// <summary>
/// A mailbox on Dovecot is collected and emptied while, at random places, the functions are killed, the connection is cut or Dovecot is killed. Each message arrives
/// exactly once, and is deleted there only when it is here. MAIL_TEST_FETCH_MESSAGES, _KILLS and _SEED make it larger, or the same again.
/// </summary>
public class FetchUnderFireTests(ITestOutputHelper output)
{
    private static readonly int Messages = Number("MESSAGES", 300);
    private static readonly int Kills = Number("KILLS", 8);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 1_800_000)]
    [InlineData(RemoteProtocol.Pop3)]
    [InlineData(RemoteProtocol.Imap)]
    public async Task Whatever_dies_while_collecting_each_message_arrives_once_and_none_is_deleted_too_early(RemoteProtocol protocol)
    {
        var seed = Number("SEED", Random.Shared.Next());
        output.WriteLine($"MAIL_TEST_FETCH_SEED={seed}");
        var random = new Random(seed);
        await using var mailbox = await CollectedMailbox.StartAsync(protocol);
        await mailbox.DeliverAsync(Messages);
        var clock = Stopwatch.StartNew();
        foreach (var (i, victim) in Victims(random).Index())
        {
            await UntilSomewhereAsync(mailbox, random, Kills - i);
            output.WriteLine($"{clock.Elapsed.TotalSeconds:0.0} s: {victim}, {mailbox.Remaining().Count} of {mailbox.Messages} there");
            await StrikeAsync(mailbox, victim);
        }

        await mailbox.AllArriveAsync(TimeSpan.FromMinutes(10));
        output.WriteLine($"{mailbox.Messages} messages and {Kills} interruptions in {clock.Elapsed.TotalSeconds:0} s");
    }

    /// <summary>Each of the three as often as the others, in any order.</summary>
    private static Victim[] Victims(Random random)
    {
        var victims = Enumerable.Range(0, Kills).Select(i => (Victim)(i % 3)).ToArray();
        random.Shuffle(victims);
        return victims;
    }

    /// <summary>A visit is somewhere between its first octet and its last, or a little after it: most of the time goes into spooling.</summary>
    private static async Task UntilSomewhereAsync(CollectedMailbox mailbox, Random random, int left)
    {
        if (mailbox.Remaining().Count == 0)
        {
            // All came between two interruptions; the next is to find something, too.
            await mailbox.DeliverAsync(Math.Max(Messages / Kills, 1));
        }

        var most = mailbox.Remaining().Count * 2000L / (left + 1);
        await mailbox.BeginVisitAsync();
        var (at, clock) = (mailbox.Proxy.Passed + random.NextInt64(most), Stopwatch.StartNew());
        while (mailbox.Proxy.Passed < at && mailbox.Remaining().Count > 0 && clock.Elapsed < TimeSpan.FromSeconds(30))
        {
            await Task.Delay(1, Token);
        }

        await Task.Delay(random.Next(Math.Min(Messages / 2, 500)), Token);
    }

    private static async Task StrikeAsync(CollectedMailbox mailbox, Victim victim)
    {
        switch (victim)
        {
            case Victim.Functions:
                await mailbox.System.Functions.KillAsync();
                await mailbox.BreakLocksAsync();
                await mailbox.NoneIsLostAsync();
                await mailbox.System.Functions.StartAsync(Token);
                break;
            case Victim.Connection:
                mailbox.Proxy.Cut();
                await mailbox.NoneIsLostAsync();
                break;
            default:
                await mailbox.Dovecot.KillAsync();
                await mailbox.NoneIsLostAsync();
                await mailbox.Dovecot.RunAsync();
                break;
        }
    }

    private static int Number(string name, int usual) =>
        Environment.GetEnvironmentVariable("MAIL_TEST_FETCH_" + name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;

    private enum Victim
    {
        Functions,
        Connection,
        Dovecot,
    }
}
