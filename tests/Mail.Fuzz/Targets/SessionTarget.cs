using Mail.Fuzz.Session;

namespace Mail.Fuzz.Targets;

/// <summary>A session that was brought into a state and is sent the input: once whole, once in pieces.</summary>
internal sealed class SessionTarget(SessionState state) : IFuzzTarget
{
    // All limits of the session are within; at RFC 5321 §4.5.3.1.7's smallest message.
    private const int MaxInput = 64 * 1024;

    private readonly HashSet<(string, string)> _transitions = [];
    private bool _isReached;

    public string Name { get; } = "session-" + state.Name;

    public string Corpus => "session";

    public bool HasNews { get; private set; }

    public void Run(ReadOnlySpan<byte> input)
    {
        Reach();
        input = input[..Math.Min(input.Length, MaxInput)];
        var mark = state.IsSplit ? input.IndexOf(SessionState.HandshakeMark) : -1;
        byte[] plain = [.. state.PrefixOctets, .. mark < 0 ? (state.IsSplit ? [] : input) : input[..mark]];
        byte[] secured = state.IsSplit ? input[(mark + 1)..].ToArray() : [];
        var whole = Run(plain, secured, () => int.MaxValue);
        Follow(whole, plain, secured);

        var pieces = Run(plain, secured, Pieces(input));
        BrokenPromiseException.Unless(
            whole.Output.SequenceEqual(pieces.Output) && Same(whole.Host, pieces.Host), "answers and host do not depend on the pieces");
    }

    /// <summary>Once: the prefix does bring the session into the state.</summary>
    private void Reach()
    {
        if (!_isReached)
        {
            var last = WireReplies.Read(Run(state.PrefixOctets, [], () => int.MaxValue).Output) is [.., var reply] ? reply.Code : 0;
            BrokenPromiseException.Unless(last == state.LastReply, $"the prefix of {Name} is answered {state.LastReply}, not {last}");
            _isReached = true;
        }
    }

    private SessionRun Run(byte[] plain, byte[] secured, Func<int> nextPiece)
    {
        var run = new SessionRun(state, plain, secured, nextPiece);
        // The first of its kind also pays for what is made once for all, such as the tables of IDNA.
        run = run.IsWithinMemory ? run : new SessionRun(state, plain, secured, nextPiece);
        BrokenPromiseException.Unless(run.IsWithinMemory, $"memory is bounded by the input: {run.Allocated} octets for {plain.Length + secured.Length}");
        return run;
    }

    private void Follow(SessionRun run, byte[] plain, byte[] secured)
    {
        var replies = WireReplies.Read(run.Output);
        HasNews = false;
        for (var i = 1; i < replies.Count; i++)
        {
            HasNews |= _transitions.Add((replies[i - 1].Kind, replies[i].Kind));
        }

        if (run.Start is not { } start)
        {
            BrokenPromiseException.Unless(replies.Count == 0, "nothing is said to who is not what it should be");
            return;
        }

        var follower = new SessionFollower(state, plain[start..], secured, replies);
        follower.Follow();
        var host = run.Host;
        BrokenPromiseException.Unless(Same(host.Messages, follower.Messages), "what is committed is what was sent");
        BrokenPromiseException.Unless(host.Answered == host.Messages.Count, "what is committed is answered");
        // A client may prove who it is and break off all the same.
        BrokenPromiseException.Unless(host.Accounts.Accepted >= follower.Logins, "who is let in has proved who he is");
        BrokenPromiseException.Unless(
            host.Transactions.Count == follower.Mails && host.Transactions.Sum(t => t.To.Count) == follower.Recipients,
            "the host is asked what the client said, and once");
    }

    /// <summary>Octet by octet, in small or in larger pieces: the input decides.</summary>
    private static Func<int> Pieces(ReadOnlySpan<byte> input)
    {
        // FNV-1a, and then the generator of Numerical Recipes: repeatable, and quick.
        var random = 2166136261u;
        foreach (var octet in input)
        {
            random = (random ^ octet) * 16777619;
        }

        var most = (random % 3) switch { 0 => 1u, 1 => 16u, _ => 600u };
        return () => (int)(1 + ((random = (random * 1664525) + 1013904223) >> 8) % most);
    }

    private static bool Same(SessionHost one, SessionHost other) =>
        Same(one.Messages, other.Messages)
        && one.Accounts.Accepted == other.Accounts.Accepted
        && one.Transactions.Count == other.Transactions.Count
        && one.Transactions.Zip(other.Transactions).All(t => t.First.From == t.Second.From && t.First.To.SequenceEqual(t.Second.To));

    private static bool Same(List<byte[]> one, List<byte[]> other) =>
        one.Count == other.Count && one.Zip(other).All(m => m.First.AsSpan().SequenceEqual(m.Second));
}
