namespace Mail.Ctl;

/// <summary>Prices in US dollars, without tax. The defaults are Azure's list prices of a European region, zone-redundant storage; they change, and <c>--prices</c> takes others.</summary>
internal sealed record PriceList
{
    /// <summary>Of when and whence they are.</summary>
    public string AsOf { get; init; } = "list prices as of 2026, which this program does not look up: compare them with the price pages";

    /// <summary>A GiB of hot blobs for a month. Old mail moves to the cool tier by itself and is cheaper.</summary>
    public double BlobGiBMonth { get; init; } = 0.023;

    public double BlobWritesPer10K { get; init; } = 0.065;

    public double BlobReadsPer10K { get; init; } = 0.005;

    public double TableRequestsPer10K { get; init; } = 0.00036;

    public double TableGiBMonth { get; init; } = 0.0563;

    public double QueueRequestsPer10K { get; init; } = 0.0004;

    /// <summary>Flex Consumption, on demand.</summary>
    public double GBSecond { get; init; } = 0.000026;

    public double ExecutionsPerMillion { get; init; } = 0.40;

    public double FreeGBSeconds { get; init; } = 100_000;

    public double FreeExecutions { get; init; } = 250_000;

    /// <summary>Log Analytics.</summary>
    public double LogGB { get; init; } = 2.76;

    public double FreeLogGB { get; init; } = 5;

    /// <summary>Data that leaves Azure.</summary>
    public double EgressGB { get; init; } = 0.08;

    public double FreeEgressGB { get; init; } = 100;

    /// <summary>edge=vm: two Standard_B2ls_v2 with their disks.</summary>
    public double TwoMachinesMonth { get; init; } = 75;

    /// <summary>edge=vm: Standard Load Balancer with its address.</summary>
    public double BalancerMonth { get; init; } = 22;

    /// <summary>edge=aca: one replica of half a core and a GiB that always runs, mostly idle.</summary>
    public double ReplicaMonth { get; init; } = 20;

    /// <summary>Registry (Basic), vaults, alerts.</summary>
    public double AroundMonth { get; init; } = 10;

    /// <summary>To compare: a machine on which Postfix, Dovecot and a filter run (4 cores, 16 GiB), and an operator's attention, which is not in it.</summary>
    public double MailMachineMonth { get; init; } = 130;

    /// <summary>To compare: disks of that machine.</summary>
    public double DiskGiBMonth { get; init; } = 0.08;

    /// <summary>To compare: Exchange Online Plan 1, a user.</summary>
    public double ExchangeOnlineUser { get; init; } = 4;

    /// <summary>To compare: Google Workspace Business Starter, a user.</summary>
    public double WorkspaceUser { get; init; } = 7;
}
