using System.Globalization;

namespace Mail.Transport;

/// <summary>What a server has announced in its reply to EHLO (RFC 5321 §4.1.1.1).</summary>
internal sealed class ServerExtensions
{
    private readonly Dictionary<string, string> _keywords = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Of a server that knows HELO only.</summary>
    public static ServerExtensions None { get; } = new([]);

    /// <param name="lines">The texts of the reply; the first one is a greeting.</param>
    public ServerExtensions(IEnumerable<string> lines)
    {
        foreach (var line in lines.Skip(1))
        {
            // "AUTH=LOGIN" is how some say it to clients that were old in 1999.
            var parts = line.Replace('=', ' ').Split(' ', 2);
            _keywords.TryAdd(parts[0], parts.Length > 1 ? parts[1].Trim() : "");
        }
    }

    public bool Has(string keyword) => _keywords.ContainsKey(keyword);

    /// <summary>Octets that a message may have (RFC 1870 §4); <c>null</c> when there is no fixed limit.</summary>
    public long? MaxSize =>
        _keywords.TryGetValue("SIZE", out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 ? size : null;

    /// <summary>Of SASL, in upper case.</summary>
    public IReadOnlyList<string> Mechanisms => _keywords.TryGetValue("AUTH", out var text) ? text.ToUpperInvariant().Split(' ') : [];
}
