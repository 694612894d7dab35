using System.Net;

namespace Mail.Benchmarks;

/// <summary>One destination of a <see cref="SinkFarm"/>.</summary>
internal sealed record Sink(int Number, SinkKind Kind, IPEndPoint EndPoint)
{
    public string Domain => $"{Kind.ToString().ToLowerInvariant()}{Number}.test";
}

internal enum SinkKind
{
    Live,
    Slow,
    Dead,
}
