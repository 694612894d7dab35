namespace Mail.Processing;

/// <summary>How remote mailboxes are visited.</summary>
public sealed record FetchFlowOptions
{
    /// <summary>
    /// Messages that are reserved, fetched and recorded together. Default 100: two table operations for a hundred messages, and not more than a hundred to be
    /// fetched again after a crash.
    /// </summary>
    public int BatchMessages { get; init; } = 100;

    /// <summary>Octets of one batch, as the server counts. Default 8 MiB, so that some accounts at a time fit the memory that sessions share.</summary>
    public long BatchOctets { get; init; } = 8L * 1024 * 1024;

    /// <summary>
    /// Messages that are deleted before the session is closed. Default 500: a POP3 server deletes at the end of a session that ends well (RFC 1939 §6), and a
    /// session that is cut would leave all of them there.
    /// </summary>
    public int DeletesPerSession { get; init; } = 500;

    /// <summary>After so long no new batch is begun; what is left comes with a pointer of its own. Default 4 min of the 10 that a function has.</summary>
    public TimeSpan VisitTime { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>Then the session is cut, wherever it is. Default 9 min.</summary>
    public TimeSpan MostTime { get; init; } = TimeSpan.FromMinutes(9);

    /// <summary>How long the lock on an account outlives the process that holds it. Default 60 s, the most that a blob lease has.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest wait after failures. Default 4 h: a provider that was down for a day is not waited for for another.</summary>
    public TimeSpan MostWait { get; init; } = TimeSpan.FromHours(4);

    /// <summary>The owner is told when visits have failed for so long. Default 6 h: a night's maintenance is nobody's concern.</summary>
    public TimeSpan TellAfter { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How long lines of <c>mailctl fetch log</c> are kept. Default 30 days.</summary>
    public TimeSpan LogTime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a message is remembered that is no longer there: a server that has lost its mind for a day must not make everything come again. Default 30 days.</summary>
    public TimeSpan MemoryTime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How often a batch is begun again as a whole; then its messages are fetched one at a time, to find the one that does not come. Default 3.
    /// </summary>
    public int WholeAttempts { get; init; } = 3;

    /// <summary>How often a single message is tried after that. Default 8.</summary>
    public int SingleAttempts { get; init; } = 8;

    /// <exception cref="ArgumentException">The message says what to set.</exception>
    public void Validate()
    {
        if (BatchMessages is < 1 or > 1000 || BatchOctets < 1 || DeletesPerSession < 1 || WholeAttempts < 0 || SingleAttempts < 1)
        {
            throw new ArgumentException("BatchMessages has to be from 1 to 1000, and the other numbers above 0");
        }

        if (Lease < TimeSpan.FromSeconds(15) || Lease > TimeSpan.FromSeconds(60) || VisitTime >= MostTime)
        {
            throw new ArgumentException("Lease has to be from 15 to 60 s, and VisitTime below MostTime");
        }
    }
}
