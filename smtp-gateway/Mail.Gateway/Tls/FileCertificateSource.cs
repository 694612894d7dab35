namespace Mail.Gateway;

/// <summary>A PEM or PKCS#12 file, as certbot, acme.sh or a mounted secret put it there.</summary>
/// <param name="key">The file of the key; <c>null</c> when it is in the same.</param>
internal sealed class FileCertificateSource(string path, string? key) : ICertificateSource
{
    // The largest chains have some 10 KiB; nobody means a file of more than this.
    private const long MaxSize = 1024 * 1024;

    public string Name => path;

    /// <summary>At every look, and by content: links that are switched over (certbot, Kubernetes) keep the time of a file that was written earlier.</summary>
    public TimeSpan Interval => TimeSpan.Zero;

    public async Task<CertificateContent> ReadAsync(CancellationToken cancellationToken) =>
        new(await ReadAsync(path, cancellationToken), key is null ? null : await ReadAsync(key, cancellationToken));

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var info = new FileInfo(file);
            return !info.Exists ? throw new CertificateException($"{file} does not exist")
                : info.Length > MaxSize ? throw new CertificateException($"{file} is no certificate: it has {info.Length} octets")
                : await File.ReadAllBytesAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"{file} cannot be read ({e.Message})", e);
        }
    }
}
