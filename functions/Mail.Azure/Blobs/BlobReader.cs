using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Reads a whole blob with one request into something that can be read again and again.</summary>
internal static class BlobReader
{
    /// <summary>Up to here into memory, beyond into a temporary file: see <see cref="SpooledMessage.Content"/>.</summary>
    private const int MaxInMemory = 1024 * 1024;

    /// <summary><c>null</c> when there is no such blob.</summary>
    public static async Task<BlobContent?> ReadAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        BlobDownloadStreamingResult download;
        try
        {
            download = await blob.DownloadStreamingAsync(cancellationToken: cancellationToken).Guarded(cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }

        using (download)
        {
            var content = await CopyAsync(download, cancellationToken).Guarded(cancellationToken);
            return new BlobContent(content, download.Details.Metadata);
        }
    }

    private static async Task<Stream> CopyAsync(BlobDownloadStreamingResult download, CancellationToken cancellationToken)
    {
        var length = download.Details.ContentLength;
        Stream copy = length <= MaxInMemory ? new MemoryStream((int)length) : TemporaryFile();
        try
        {
            await download.Content.CopyToAsync(copy, cancellationToken);
            // A connection that ends early must not pass for a short message.
            if (copy.Length != length)
            {
                throw new IOException($"The download ended after {copy.Length} of {length} bytes.");
            }

            copy.Position = 0;
            return copy;
        }
        catch
        {
            await copy.DisposeAsync();
            throw;
        }
    }

    private static FileStream TemporaryFile()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            // Nobody else on the machine may read the mail.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(Path.GetTempPath(), "mail-" + Path.GetRandomFileName()), options);
    }
}
