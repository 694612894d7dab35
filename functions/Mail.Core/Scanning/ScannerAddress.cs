using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Mail.Core;

/// <summary>Where a scanner listens. It comes from the operator alone; nothing in a message leads to a connection.</summary>
/// <param name="Host">A name or an address; <c>null</c> for a socket of this machine.</param>
/// <param name="Port">With a host.</param>
/// <param name="Path">The full path of the socket, without a host.</param>
public sealed record ScannerAddress(string? Host, int Port, string? Path)
{
    /// <summary>The most that an address of a Unix socket takes on Linux.</summary>
    private const int MaxPath = 107;

    /// <summary><c>host:port</c>, <c>192.0.2.1:3310</c>, <c>[2001:db8::1]:3310</c>, or the path of a socket, with or without <c>unix:</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ScannerAddress? address)
    {
        text = text.Trim();
        var path = text.StartsWith("unix:", StringComparison.OrdinalIgnoreCase) ? text[5..] : text;
        address = path.StartsWith('/') ? OfPath(path) : OfHost(text);
        return address is not null;
    }

    public override string ToString() => Path ?? (Host!.Contains(':') ? $"[{Host}]:{SettingText.Number(Port)}" : $"{Host}:{SettingText.Number(Port)}");

    private static ScannerAddress? OfPath(string path) => path.Length is > 1 and <= MaxPath && !path.Any(char.IsControl) ? new(null, 0, path) : null;

    private static ScannerAddress? OfHost(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 1 || !SettingText.TryNumber(text[(colon + 1)..], 1, ushort.MaxValue, out var port))
        {
            return null;
        }

        var host = text[..colon];
        var isLiteral = host.StartsWith('[') && host.EndsWith(']') && IPAddress.TryParse(host[1..^1], out _);
        return isLiteral ? new(host[1..^1], port, null)
            : !host.Contains(':') && Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4 ? new(host, port, null)
            : null;
    }
}
