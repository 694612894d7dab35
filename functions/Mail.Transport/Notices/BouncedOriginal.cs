using System.Text.RegularExpressions;
using Mail.Core;
using MimeKit;

namespace Mail.Transport;

/// <summary>The message, or the header of it, that a report gives back: its third part (RFC 6522 §3).</summary>
internal static partial class BouncedOriginal
{
    /// <summary>Of servers on the way. RFC 5321 §6.3 has 100 for a loop; ours stands at most a few hops from the top.</summary>
    private const int MaxReceived = 32;

    /// <summary>One is ours, and a second when it has passed us twice.</summary>
    private const int MaxIds = 4;

    /// <summary>Ours are shorter.</summary>
    private const int MaxProof = 64;

    public static BounceReport AddTo(BounceReport report, MimeEntity? body)
    {
        var header = body is Multipart parts ? parts.Select(HeaderOf).FirstOrDefault(found => found is not null) : null;
        return header is null ? report : report with { OriginalIds = [.. FindIds(header)], OriginalProofs = [.. FindProofs(header)] };
    }

    private static IEnumerable<QueueId> FindIds(HeaderList header) => header.Where(field => field.Id == HeaderId.Received)
        .Take(MaxReceived)
        .Select(field => Id().Match(field.Value) is { Success: true } match && QueueId.TryParse(match.Groups[1].Value, out var id) ? id : (QueueId?)null)
        .OfType<QueueId>()
        .Distinct()
        .Take(MaxIds);

    private static IEnumerable<string> FindProofs(HeaderList header) => header
        .Where(field => field.Field.Equals(Srs.ProofField, StringComparison.OrdinalIgnoreCase))
        .Take(MaxIds)
        .Select(field => field.Value.Trim())
        .Where(proof => proof.Length <= MaxProof);

    private static HeaderList? HeaderOf(MimeEntity part) => part switch
    {
        MessagePart whole => whole.Message?.Headers,
        MimePart { Content: { } content } header when header.ContentType.IsMimeType("text", "rfc822-headers")
            || header.ContentType.IsMimeType("message", "rfc822-headers")
            || header.ContentType.IsMimeType("message", "global-headers")
            || header.ContentType.IsMimeType("message", "global") => Load(content),
        _ => null,
    };

    private static HeaderList? Load(IMimeContent content)
    {
        using var octets = new MemoryStream();
        content.DecodeTo(octets);
        octets.Position = 0;
        try
        {
            return HeaderList.Load(octets);
        }
        catch (FormatException)
        {
            // No header, so nothing to find.
            return null;
        }
    }

    // RFC 5321 §4.4: the ID clause. Ours is a ULID.
    [GeneratedRegex(@"\bid <?([0-9a-z]{26})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}
