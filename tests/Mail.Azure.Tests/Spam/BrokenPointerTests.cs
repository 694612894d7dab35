using Azure.Storage.Blobs;
using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class BrokenPointerTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("{\"snapshot\":\"1-abc\",\"generation\":1,\"through\":-1}")]
    public async Task What_is_no_pointer_is_told_and_can_be_replaced(string text)
    {
        var account = azurite.NewAccount();
        var models = TestStorage.Open(account).Models;
        await models.PutAsync(ModelOwner.Site, "1-abc", new byte[] { 1 }, Cancellation);
        var blob = new BlobServiceClient(account.ConnectionString).GetBlobContainerClient("models").GetBlobClient("site/current.json");
        await blob.UploadAsync(BinaryData.FromString(text), Cancellation);

        var broken = await models.FindAsync(ModelOwner.Site, Cancellation);
        Assert.NotNull(broken);
        Assert.True(broken.IsBroken);
        var good = new ModelPointer { Generation = 1, Snapshot = "1-abc" };
        Assert.True(await models.TrySwingAsync(ModelOwner.Site, good, broken.Version, Cancellation));
        Assert.Equal("1-abc", (await models.FindAsync(ModelOwner.Site, Cancellation))?.Snapshot);
    }
}
