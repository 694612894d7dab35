using System.Buffers;
using Mail.Smtp;

namespace Mail.Fuzz.Targets;

/// <summary>The start of a connection from a proxy.</summary>
internal sealed class ProxyTarget : IFuzzTarget
{
    public string Name => "proxy";

    public void Run(ReadOnlySpan<byte> input)
    {
        var whole = new ReadOnlySequence<byte>(input.ToArray());
        var result = ProxyHeaderParser.TryParse(whole, out var consumed, out var header);
        var length = whole.Slice(0, consumed).Length;
        BrokenPromiseException.Unless((result == ProxyHeaderResult.Read) == header is not null, "a header is there when it was read");
        BrokenPromiseException.Unless(
            result != ProxyHeaderResult.NeedMore || input.Length < ProxyHeaderParser.MaxLength, "no header is longer than the limit");
        for (var i = 0; i < Math.Min(input.Length, ProxyHeaderParser.MaxLength); i++)
        {
            var part = ProxyHeaderParser.TryParse(whole.Slice(0, i), out _, out _);
            BrokenPromiseException.Unless(
                result == ProxyHeaderResult.Read ? part == (i < length ? ProxyHeaderResult.NeedMore : result) : part != ProxyHeaderResult.Read,
                "what comes later does not change what was read");
        }
    }
}
