using Mail.Core;
using Mail.Transport;

namespace Mail.Fuzz.Targets;

/// <summary>The file of an MTA-STS policy.</summary>
internal sealed class StsTarget : IFuzzTarget
{
    public string Name => "sts";

    public void Run(ReadOnlySpan<byte> input)
    {
        if (!StsPolicyParser.TryParse(input, out var policy, out _))
        {
            return;
        }

        BrokenPromiseException.Unless(policy.MaxAge >= TimeSpan.Zero && policy.MaxAge.TotalDays < 366, "a policy binds for a year at most");
        BrokenPromiseException.Unless(policy.Mode == MtaStsMode.None || policy.Mx.Count is > 0 and <= 200, "a policy names servers, and has a limit");
        foreach (var pattern in policy.Mx)
        {
            var host = pattern.StartsWith("*.", StringComparison.Ordinal) ? "x" + pattern[1..] : pattern;
            BrokenPromiseException.Unless(policy.Allows(host) && !policy.Allows("y." + host + ".") && new DnsQuestion(pattern, DnsType.A).IsWellFormed, "a pattern is a name");
        }
    }
}
