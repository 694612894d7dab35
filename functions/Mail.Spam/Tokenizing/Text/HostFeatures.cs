using System.Buffers;

namespace Mail.Spam;

/// <summary>Names and addresses of hosts with what they are part of: <c>a.b.example</c>, <c>b.example</c>, <c>example</c>; <c>192.0.2.1</c>, <c>192.0.2</c>, <c>192.0</c>.</summary>
internal static class HostFeatures
{
    private const int MaxHost = 128;
    private const int MaxLabels = 6;

    private static readonly SearchValues<char> Numeric = SearchValues.Create("0123456789.");

    public static bool IsNumeric(ReadOnlySpan<char> host) => host.Length > 0 && !host.ContainsAnyExcept(Numeric);

    /// <param name="host">Lower-case.</param>
    public static void Add(FeatureSet features, FeatureKind kind, ReadOnlySpan<char> host)
    {
        if (host.Length is 0 or > MaxHost)
        {
            return;
        }

        if (IsNumeric(host))
        {
            AddAddress(features, kind, host);
            return;
        }

        for (var labels = 0; labels < MaxLabels; labels++)
        {
            features.Add(kind, host);
            var dot = host.IndexOf('.');
            if (dot < 0)
            {
                return;
            }

            host = host[(dot + 1)..];
        }
    }

    private static void AddAddress(FeatureSet features, FeatureKind kind, ReadOnlySpan<char> address)
    {
        for (var octets = 0; octets < 4; octets++)
        {
            features.Add(kind, address);
            var dot = address.LastIndexOf('.');
            if (dot < 0)
            {
                return;
            }

            address = address[..dot];
        }
    }
}
