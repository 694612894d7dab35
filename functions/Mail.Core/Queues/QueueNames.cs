namespace Mail.Core;

/// <summary>The names of the queues. <c>function.json</c> files repeat them; a test holds the two together.</summary>
public static class QueueNames
{
    public const string Incoming = "incoming";
    public const string Outbound = "outbound";
    public const string Webhooks = "webhooks";
    public const string Training = "train";
    public const string Fetching = "fetch";

    /// <summary>All of them, in the order in which operators are told.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Incoming, Outbound, Webhooks, Training, Fetching, Poison(Incoming), Poison(Outbound), Poison(Webhooks), Poison(Training), Poison(Fetching)];

    /// <summary>Where a queue's messages go that failed too often, as the Functions host names it.</summary>
    public static string Poison(string queue) => queue + "-poison";
}
