namespace Mail.Ctl;

/// <summary>How much a site costs, from what a message costs.</summary>
/// <param name="Received">Messages a user gets a day, those that go to Junk included; what is refused at the door costs nothing but the edge.</param>
/// <param name="Sent">Messages a user sends elsewhere a day.</param>
/// <param name="Size">Of a message in KiB.</param>
/// <param name="Mailbox">GiB that a user has stored.</param>
/// <param name="MemoryGB">Of an instance of the functions.</param>
/// <param name="OnMachines">edge=vm; otherwise edge=aca.</param>
internal sealed record CostModel(double Received, double Sent, double Size, double Mailbox, double MemoryGB, bool OnMachines, PriceList Prices, SiteCounts Counts)
{
    private const double Days = 365.0 / 12;
    private const double Seconds = Days * 24 * 3600;
    private const double KiBPerGiB = 1024 * 1024;
    private const double BytesPerGB = 1e9;

    /// <summary>Flex Consumption bills an execution as a second at least; what runs at the same time on an instance is billed once.</summary>
    private const double ShortestBilled = 1;

    /// <summary>
    /// Invocations by timers in an hour, as the schedules in function.json are: fetching and reported spam each minute, the sweep, the reports' inbox, reports, compaction. Most look and find
    /// nothing.
    /// </summary>
    private const double TimersPerHour = 60 + 60 + 12 + 6 + 3 + 3 + 1;

    /// <summary>Requests of a look of a timer.</summary>
    private const double RequestsPerTimer = 3;

    public CostView For(int users)
    {
        var received = users * Received * Days;
        var sent = users * Sent * Days;
        var counts = Counts.Received.Times(received).Plus(Counts.Sent.Times(sent));
        var timers = TimersPerHour * 24 * Days;
        var executions = counts.Executions + timers;
        var busy = BusySeconds(executions, counts.CpuSeconds);
        var stored = users * Mailbox;
        var requests = (counts.BlobWrites * Prices.BlobWritesPer10K / 1e4) + (counts.BlobReads * Prices.BlobReadsPer10K / 1e4)
            + ((counts.TableRequests + (timers * RequestsPerTimer)) * Prices.TableRequestsPer10K / 1e4) + (counts.QueueRequests * Prices.QueueRequestsPer10K / 1e4);
        // An index row of 2 KiB for each message that is stored.
        var atRest = (stored * Prices.BlobGiBMonth) + (stored * KiBPerGiB / Size * 2 / KiBPerGiB * Prices.TableGiBMonth);
        var functions = (Math.Max(0, (busy * MemoryGB) - Prices.FreeGBSeconds) * Prices.GBSecond) + (Math.Max(0, executions - Prices.FreeExecutions) / 1e6 * Prices.ExecutionsPerMillion);
        var logs = Math.Max(0, (counts.LogBytes / BytesPerGB) - Prices.FreeLogGB) * Prices.LogGB;
        var egress = Math.Max(0, (sent * Size * 1024 / BytesPerGB) - Prices.FreeEgressGB) * Prices.EgressGB;
        var edge = (OnMachines ? Prices.TwoMachinesMonth + Prices.BalancerMonth : Prices.ReplicaMonth) + Prices.AroundMonth;
        var total = requests + atRest + functions + logs + egress + edge;
        return new CostView(
            users,
            received + sent,
            counts.BlobWrites + counts.BlobReads + counts.TableRequests + counts.QueueRequests + (timers * RequestsPerTimer),
            executions,
            busy * MemoryGB,
            stored,
            requests,
            atRest,
            functions,
            logs,
            egress,
            edge,
            total,
            total / users,
            total / (received + sent),
            Prices.MailMachineMonth + (stored * Prices.DiskGiBMonth),
            users * Prices.ExchangeOnlineUser,
            users * Prices.WorkspaceUser);
    }

    /// <summary>
    /// Seconds for which instances are up: with few messages each has its own, with many they share; never fewer than the CPU takes on an instance of one core. Arrivals are taken to be
    /// independent of each other, so that of all seconds 1 - e^-λ have at least one.
    /// </summary>
    private static double BusySeconds(double executions, double cpuSeconds)
    {
        var rate = executions * ShortestBilled / Seconds;
        return Math.Max(Seconds * (1 - Math.Exp(-rate)), cpuSeconds);
    }
}
