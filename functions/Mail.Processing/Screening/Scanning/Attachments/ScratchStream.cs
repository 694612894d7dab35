using System.Buffers;

namespace Mail.Processing;

/// <summary>Room for content that has to be read at random: in memory up to a megabyte, in a temporary file beyond, as the spool has it.</summary>
internal static class ScratchStream
{
    private const int MaxInMemory = 1024 * 1024;

    /// <summary>Copies a stream to its end. The copy is the caller's.</summary>
    public static Stream Copy(Stream source, CancellationToken cancellationToken)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(64 * 1024);
        Stream target = new MemoryStream();
        try
        {
            while (source.Read(chunk) is > 0 and var read)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (target is MemoryStream memory && memory.Length + read > MaxInMemory)
                {
                    target = ToFile(memory);
                }

                target.Write(chunk.AsSpan(0, read));
            }

            return target;
        }
        catch
        {
            target.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static FileStream ToFile(MemoryStream memory)
    {
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
        memory.WriteTo(file);
        memory.Dispose();
        return file;
    }
}
