using System.Buffers;

namespace Mail.Spam;

/// <summary>Who sent it, and to whom.</summary>
internal sealed class AddressFeatures(FeatureSet features, WordScanner words)
{
    private const int MaxAddresses = 32;
    private const int MaxAddress = 128;

    private static readonly FeatureKind Domain = new("domain of an address");
    private static readonly FeatureKind Recipients = new("recipients, power of two");

    private static readonly SearchValues<char> Ends = SearchValues.Create(" ,;<>\"'()[]:");

    private readonly char[] _address = new char[MaxAddress];

    /// <param name="name">Lower-case.</param>
    public void Add(FeatureKind kind, ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        words.Scan(kind, value[..Math.Min(value.Length, 512)]);
        var count = 0;
        while (count < MaxAddresses && TryNext(ref value, out var address))
        {
            count++;
            AddAddress(kind, address);
        }

        if (name is "to" or "cc")
        {
            features.Add(Recipients, [name[0], (char)('0' + System.Numerics.BitOperations.Log2((uint)count + 1))]);
        }
    }

    private void AddAddress(FeatureKind kind, ReadOnlySpan<char> address)
    {
        var at = address.LastIndexOf('@');
        var lower = _address.AsSpan(0, address.Length);
        Characters.ToLower(address, lower);
        features.Add(kind, lower);
        features.Add(kind, lower[..(at + 1)]);
        HostFeatures.Add(features, kind, lower[(at + 1)..]);
        HostFeatures.Add(features, Domain, lower[(at + 1)..]);
    }

    private static bool TryNext(ref ReadOnlySpan<char> value, out ReadOnlySpan<char> address)
    {
        address = default;
        while (true)
        {
            var at = value.IndexOf('@');
            if (at < 0)
            {
                return false;
            }

            var start = value[..at].LastIndexOfAny(Ends) + 1;
            var end = value[at..].IndexOfAny(Ends);
            end = end < 0 ? value.Length : at + end;
            address = value[start..end];
            value = value[end..];
            if (start < at && address.Length <= MaxAddress)
            {
                return true;
            }
        }
    }
}
