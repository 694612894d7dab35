using System.Security.Cryptography;
using System.Text;

namespace Mail.Core;

/// <summary>
/// The Sender Rewriting Scheme (M. S. Wong, 2004; forms as libsrs2 and postsrsd write them): forwarded mail gets a reverse-path in our domain, so that
/// SPF passes there, and its bounces come back through us to the original sender. An address proves by its hash that we made it, and by its time stamp
/// when, so nobody makes a relay of us.
/// </summary>
/// <remarks>
/// <c>SRS0=HHHHHHHH=TT=domain=local-part</c>. One that came in that form already becomes <c>SRS1=HHHHHHHH=domain=rest</c>: its bounces go to who wrote the first,
/// and its time stamp is his to judge. Hash and time are base 32, for servers on the way that change the case.
/// </remarks>
public sealed class Srs(SrsSecrets secrets, TimeProvider time)
{
    // 40 bits. libsrs2 and postsrsd have 4 characters of base 64, compared ignoring case: about 20 bits, which can be guessed at RCPT.
    private const int HashLength = 8;

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Of the time stamp: two characters, days modulo 1024 as in libsrs2.</summary>
    private const int Days = 1024;

    /// <summary>libsrs2's and postsrsd's: longer than any server tries (5 d), with holidays for slow ones.</summary>
    public const int MaxAgeDays = 21;

    /// <summary>Whether a local-part has the form of ours, valid or not. The separator behind the tag may be <c>=</c>, <c>+</c> or <c>-</c>.</summary>
    public static bool LooksLike(string localPart) => IsTagged(localPart, '0') || IsTagged(localPart, '1');

    /// <summary>The reverse-path for a message that is forwarded.</summary>
    /// <param name="domain">One of ours: the address that forwards has it.</param>
    /// <returns><c>null</c> when it would be longer than a local-part may be (RFC 5321 §4.5.3.1.1): send it as it is, most receivers go by DKIM.</returns>
    public MailAddress? Forward(MailAddress sender, string domain)
    {
        var local = sender.LocalPart;
        var rewritten = (IsTagged(local, '0'), IsTagged(local, '1') ? Parts(local, 3) : null) switch
        {
            (true, _) => Second(sender.Domain, local[4..]),
            (_, [_, var host, var rest]) => Second(host, rest),
            _ => First(sender),
        };
        return MailAddressParser.TryParse(new MailAddress(rewritten, domain).ToString(), out var address, out _) ? address : null;
    }

    /// <summary>The address to which a bounce goes that came to <paramref name="address"/>; <c>null</c> when we did not make it, or too long ago.</summary>
    public MailAddress? Reverse(MailAddress address)
    {
        var local = address.LocalPart;
        return (IsTagged(local, '0') ? Parts(local, 4) : null, IsTagged(local, '1') ? Parts(local, 3) : null) switch
        {
            ([var hash, var stamp, var domain, var user], _) when IsOurs(hash, "0", stamp, domain, user) && IsFresh(stamp) => Made(user, domain),
            (_, [var hash, var host, var rest]) when IsOurs(hash, "1", host, rest) => Made("SRS0" + rest, host),
            _ => null,
        };
    }

    /// <summary>The field in which what is sent on carries <see cref="ProofOf"/>. Only its receivers see it, and who gets it back from them.</summary>
    public const string ProofField = "X-Forwarding-Proof";

    /// <summary>
    /// That a notice is about a message which we sent on to <paramref name="destination"/>: an SRS address alone does not prove it, for a sender comes to know
    /// his own by any bounce or automatic answer.
    /// </summary>
    public string ProofOf(QueueId queueId, string destination) => Hash(secrets.Current, "bounce", queueId.ToString(), destination);

    public bool IsProof(string proof, QueueId queueId, string destination) => IsOurs(proof, "bounce", queueId.ToString(), destination);

    private string First(MailAddress sender)
    {
        var stamp = Stamp(Today);
        return $"SRS0={Hash(secrets.Current, "0", stamp, sender.Domain, sender.LocalPart)}={stamp}={sender.Domain}={sender.LocalPart}";
    }

    private string Second(string host, string rest) => $"SRS1={Hash(secrets.Current, "1", host, rest)}={host}={rest}";

    private static bool IsTagged(string local, char number) =>
        local.Length > 5 && local.StartsWith("SRS", StringComparison.OrdinalIgnoreCase) && local[3] == number && local[4] is '=' or '+' or '-';

    /// <summary>What stands behind the tag; the last part may hold separators itself.</summary>
    private static string[]? Parts(string local, int count) =>
        local[5..].Split('=', count) is { } parts && parts.Length == count && parts.All(part => part.Length > 0) ? parts : null;

    private bool IsOurs(string hash, params string[] parts)
    {
        var given = Encoding.UTF8.GetBytes(hash.ToUpperInvariant());
        var isOurs = false;
        foreach (var secret in secrets.All)
        {
            isOurs |= CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(Hash(secret, parts)));
        }

        return isOurs;
    }

    /// <summary>The case does not count: some servers change it. A NUL, which no address has, keeps the parts apart.</summary>
    private static string Hash(ReadOnlyMemory<byte> secret, params string[] parts)
    {
        var mac = HMACSHA256.HashData(secret.Span, Encoding.UTF8.GetBytes(string.Join('\0', parts).ToLowerInvariant()));
        return string.Create(HashLength, mac, (text, octets) =>
        {
            var bits = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(octets);
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = Base32[(int)(bits >> (59 - (5 * i))) & 31];
            }
        });
    }

    private int Today => (int)((time.GetUtcNow() - DateTimeOffset.UnixEpoch).Days % Days);

    private static string Stamp(int day) => $"{Base32[day >> 5]}{Base32[day & 31]}";

    private bool IsFresh(string stamp)
    {
        if (stamp.Length != 2 || Base32.IndexOf(char.ToUpperInvariant(stamp[0]), StringComparison.Ordinal) is not (>= 0 and var high)
            || Base32.IndexOf(char.ToUpperInvariant(stamp[1]), StringComparison.Ordinal) is not (>= 0 and var low))
        {
            return false;
        }

        var age = (Today - ((high << 5) + low) + Days) % Days;
        // Clocks of two machines may be on two sides of midnight.
        return age is <= MaxAgeDays or Days - 1;
    }

    private static MailAddress? Made(string local, string domain) =>
        MailAddressParser.TryParse("x@" + domain, out var some, out _)
        && MailAddressParser.TryParse(some.WithLocalPart(local).ToString(), out var address, out _)
            ? address
            : null;
}
