using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;

namespace Mail.Local.Tests.Durable;

/// <summary>Uploads (whole and in blocks), overwrites and deletes a few blobs again and again.</summary>
internal sealed class BlobWorkload(string container, Random random, Func<string> connectionString) : IWorkload
{
    private readonly Dictionary<string, byte[]?> _acknowledged = [];
    private (string Name, byte[]? Content)? _inDoubt;

    private BlobContainerClient Container => new(connectionString(), container, Once.Configure(new BlobClientOptions()));

    public Task PrepareAsync() => Container.CreateAsync();

    public async Task StepAsync()
    {
        var name = $"b{random.Next(20)}";
        var content = random.Next(4) == 0 ? null : RandomBytes(2 + random.Next(20_000));
        _inDoubt = (name, content);
        await ChangeAsync(name, content);
        _acknowledged[name] = content;
        _inDoubt = null;
    }

    public async Task VerifyAsync()
    {
        foreach (var name in Enumerable.Range(0, 20).Select(i => $"b{i}"))
        {
            var stored = await ReadAsync(name);
            if (_inDoubt is { } doubt && doubt.Name == name && Same(stored, doubt.Content))
                _acknowledged[name] = stored;
            Assert.True(Same(stored, _acknowledged.GetValueOrDefault(name)), $"{container}/{name} is not what was acknowledged");
        }
        _inDoubt = null;
    }

    private async Task ChangeAsync(string name, byte[]? content)
    {
        var blob = Container.GetBlockBlobClient(name);
        if (content is null)
        {
            await blob.DeleteIfExistsAsync();
        }
        else if (random.Next(2) == 0)
        {
            await blob.UploadAsync(new MemoryStream(content));
        }
        else
        {
            var half = content.Length / 2;
            string[] ids = ["MDAwMQ==", "MDAwMg=="];
            await blob.StageBlockAsync(ids[0], new MemoryStream(content, 0, half));
            await blob.StageBlockAsync(ids[1], new MemoryStream(content, half, content.Length - half));
            await blob.CommitBlockListAsync(ids);
        }
    }

    private async Task<byte[]?> ReadAsync(string name)
    {
        try
        {
            return (await Container.GetBlobClient(name).DownloadContentAsync()).Value.Content.ToArray();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    private byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static bool Same(byte[]? a, byte[]? b) => a is null ? b is null : b is not null && a.AsSpan().SequenceEqual(b);
}
