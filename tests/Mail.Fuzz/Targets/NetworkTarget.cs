using System.Net;
using System.Text;
using Mail.Gateway;

namespace Mail.Fuzz.Targets;

/// <summary>Lists of networks in settings.</summary>
internal sealed class NetworkTarget : IFuzzTarget
{
    private static readonly IPAddress Client = IPAddress.Parse("192.0.2.1");

    public string Name => "network";

    public void Run(ReadOnlySpan<byte> input)
    {
        if (!NetworkList.TryParse(Encoding.UTF8.GetString(input), out var list))
        {
            return;
        }

        BrokenPromiseException.Unless(!list.Contains(null), "who hides his address is in no network");
        BrokenPromiseException.Unless(list.Contains(Client) == list.Contains(Client.MapToIPv6()), "an IPv4 address is itself in IPv6 clothing");
        BrokenPromiseException.Unless(
            NetworkList.TryParse(list.ToString(), out var again) && again.Equals(list), "a list is read as it is written");
    }
}
