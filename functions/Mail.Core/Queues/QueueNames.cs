namespace Mail.Core;

/// <summary>The names of the queues. <c>function.json</c> files repeat them; a test holds the two together.</summary>
public static class QueueNames
{
    public const string Incoming = "incoming";
    public const string Outbound = "outbound";

    /// <summary>Where a queue's messages go that failed too often, as the Functions host names it.</summary>
    public static string Poison(string queue) => queue + "-poison";
}
