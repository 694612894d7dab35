using System.Security.Cryptography;
using System.Text;
using Mail.Core;
using Mail.Credentials;

namespace Mail.Gateway;

/// <summary>
/// Verifies passwords that a client has sent. A derivation occupies a core for a tenth of a second, so only so many run at once and so many wait; and
/// a password that was right is recognized for some minutes by a keyed hash, for mail clients log in for every message.
/// </summary>
/// <remarks>
/// Remembered is which verifier a password fitted, not that it was right: the verifiers of now decide, so a changed or revoked password is not
/// recognized any more as soon as the directory's cache has the change. Key and hashes are this process's and leave it with it.
/// </remarks>
internal sealed class PasswordVerification(TimeProvider time) : IDisposable
{
    /// <summary>A client that sends a message now and then is recognized; what was taken from a memory dump is worth nothing soon.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(5);

    /// <summary>How long a client may wait for its turn: no client gives up on AUTH before.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Users at once, some 200 bytes each.
    private const int Capacity = 20_000;

    // Every password set by our tools has the account's salt. Rows by hand may not, and each further salt is another derivation.
    private const int MaxSalts = 3;

    // What a core does in the time of Patience, doubled: whoever comes behind them would wait in vain.
    private static readonly int MaxWaiting = 150 * Environment.ProcessorCount;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
    private readonly RecentlyUsed<string, (PasswordVerifier Verifier, DateTimeOffset Since)> _right = new(Capacity);
    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);
    private int _waiting;

    /// <summary>Derivations since the start.</summary>
    public long Derivations { get; private set; }

    /// <param name="verifiers">Of the account; for an unknown one those of <see cref="FakeVerifiers"/>, so that it takes as long.</param>
    public async ValueTask<PasswordResult> VerifyAsync(
        IReadOnlyList<PasswordVerifier> verifiers, string password, CancellationToken cancellationToken)
    {
        foreach (var of in verifiers.GroupBy(verifier => (Convert.ToHexString(verifier.Salt.Span), verifier.Iterations)).Take(MaxSalts))
        {
            var candidates = of.ToList();
            var fingerprint = Fingerprint(candidates[0], password);
            if (Recall(fingerprint, candidates) is { } known)
            {
                return new PasswordResult.Matched(known);
            }

            if (await DeriveAsync(candidates[0], password, cancellationToken) is not { } salted)
            {
                return new PasswordResult.Busy();
            }

            if (candidates.Find(verifier => PasswordHashing.Matches(verifier, salted)) is { } matched)
            {
                _right.Set(fingerprint, (matched, time.GetUtcNow()));
                return new PasswordResult.Matched(matched);
            }
        }

        return new PasswordResult.Wrong();
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_key);
        _cores.Dispose();
    }

    private PasswordVerifier? Recall(string fingerprint, List<PasswordVerifier> candidates) =>
        _right.TryGet(fingerprint, out var right) && right.Since + RememberedFor > time.GetUtcNow() ? candidates.Find(right.Verifier.Equals) : null;

    /// <returns><c>null</c> when it is not our turn in time.</returns>
    private async ValueTask<byte[]?> DeriveAsync(PasswordVerifier with, string password, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return null;
        }

        try
        {
            if (!await _cores.WaitAsync(Patience, cancellationToken))
            {
                return null;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            Derivations++;
            // Away from the pool that serves the connections: as many of these as it has threads would keep everybody from a greeting for a second.
            return await Task.Factory.StartNew(
                () => PasswordHashing.Derive(password, with.Salt.Span, with.Iterations),
                CancellationToken.None,
                TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
                TaskScheduler.Default);
        }
        finally
        {
            _cores.Release();
        }
    }

    // The salt stands for the account.
    private string Fingerprint(PasswordVerifier with, string password)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        mac.AppendData(with.Salt.Span);
        mac.AppendData([0]);
        mac.AppendData(Encoding.UTF8.GetBytes(password));
        return Convert.ToBase64String(mac.GetHashAndReset());
    }
}
