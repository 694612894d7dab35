using System.Text;

namespace Mail.Spam.Tests;

public class ModelTests
{
    private static readonly TrainingStep Spam = new(SpamLabel.Spam, Times: 1, Push: 5);

    [Fact]
    public void A_model_is_the_same_octets_whatever_the_order_of_training()
    {
        var messages = Enumerable.Range(0, 50).Select(i => Tokens($"word{i} word{i % 7} common")).ToList();
        var forwards = new ModelCounts();
        var backwards = new ModelCounts();

        messages.ForEach(m => forwards.Add(m, Spam));
        Enumerable.Reverse(messages).ToList().ForEach(m => backwards.Add(m, Spam));

        Assert.Equal(Bytes(forwards), Bytes(backwards));
    }

    [Fact]
    public void Unlearning_leaves_no_trace()
    {
        var model = new ModelCounts();
        model.Add(Tokens("cheap pills"), Spam);
        var before = Bytes(model);

        model.Add(Tokens("meeting at noon"), new TrainingStep(SpamLabel.Ham, Times: 2, Push: -3));
        Assert.NotEqual(before, Bytes(model));
        model.Remove(Tokens("meeting at noon"), new TrainingStep(SpamLabel.Ham, Times: 2, Push: -3));

        Assert.Equal(before, Bytes(model));
    }

    [Fact]
    public void What_was_not_learnt_cannot_be_unlearnt()
    {
        var model = new ModelCounts();
        model.Add(Tokens("cheap pills"), Spam);
        var before = Bytes(model);

        Assert.Throws<InvalidOperationException>(() => model.Remove(Tokens("cheap meeting"), Spam));
        Assert.Equal(before, Bytes(model));
    }

    [Fact]
    public void A_snapshot_knows_what_was_written()
    {
        var model = new ModelCounts();
        var tokens = Tokens("cheap pills for you");
        model.Add(tokens, Spam);

        var snapshot = ModelSnapshot.Load(Bytes(model));

        var counts = new TokenCount[tokens.Count];
        snapshot.Find(tokens.Features, counts);
        Assert.All(
            tokens.Features.ToArray().Zip(counts),
            pair => Assert.Equal(new TokenCount(Ham: 0, Spam: 1, Weight: FeatureHash.IsPair(pair.First) ? 0 : 5), pair.Second));
        Assert.Equal(1, snapshot.SpamMessages);
        Assert.Equal(model.Tokens, snapshot.Tokens);
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused_whatever_is_wrong_with_it()
    {
        var model = new ModelCounts();
        model.Add(Tokens("cheap pills for you"), Spam);
        var file = Bytes(model);

        for (var i = 0; i < file.Length; i++)
        {
            var damaged = (byte[])file.Clone();
            damaged[i] ^= 0x10;
            Assert.Throws<InvalidDataException>(() => ModelSnapshot.Load(damaged));
            Assert.Throws<InvalidDataException>(() => ModelSnapshot.Load(file.AsSpan(0, i)));
        }
    }

    private static TokenList Tokens(string text) => Tokenizer.Tokenize(Encoding.UTF8.GetBytes($"Subject: test\r\n\r\n{text}\r\n"));

    private static byte[] Bytes(ModelCounts model)
    {
        using var stream = new MemoryStream();
        model.WriteTo(stream);
        return stream.ToArray();
    }
}
