using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Mail.Spam;

/// <summary>Collects the distinct features of a message. Made once and used for many messages, one after the other.</summary>
internal sealed class FeatureSet
{
    /// <summary>Words that can be added together.</summary>
    public const int MaxWords = 128;

    // Twice the most features, so that a chain of taken slots stays short; but no more slots are used than a message needs, for those of most fit into a
    // processor's first cache. LAB.md, "slots".
    private const int MaxSlotBits = 15;
    private const int MinSlotBits = 12;
    private const int IndexBits = 14;
    private const uint IndexMask = (1u << IndexBits) - 1;
    private const uint MaxGeneration = uint.MaxValue >> IndexBits;

    // Strangers choose the features: what they cannot know is where in the table these go.
    private static readonly ulong Secret = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;

    private readonly ulong[] _features = new ulong[TokenizerLimits.MaxFeatures];
    private readonly ulong[] _added = new ulong[2 * MaxWords];

    // Generation of the message and index in _features: emptied by counting the generation on.
    private readonly uint[] _slots = new uint[1 << MaxSlotBits];
    private uint _generation;
    private int _slotBits;

    // Half of the slots, so that chains of them stay short.
    private int _limit;

    // The word before, for pairs (orthogonal sparse bigrams of Siefkes et al., 2004, of which only neighbours tell more than they cost: LAB.md); 0 is none.
    private ulong _last;
    private int _count;
    private Dictionary<ulong, string>? _texts;

    public bool KeepsTexts => _texts is not null;

    public bool IsFull => _count == _features.Length;

    public void Begin(bool keepTexts)
    {
        _count = 0;
        _texts = keepTexts ? [] : null;
        _last = 0;
        Empty(MinSlotBits);
    }

    public TokenList ToList() => new(_features.AsSpan(0, _count).ToArray(), _texts);

    /// <summary>A feature on its own.</summary>
    public void Add(FeatureKind kind, ReadOnlySpan<char> text) => Add(kind, FeatureHash.Of(kind.Seed, text), text);

    /// <summary>A word of a text, by itself or with the word before it.</summary>
    public void AddWord(FeatureKind kind, ReadOnlySpan<char> text, bool paired) => AddWord(kind, FeatureHash.Of(kind.Seed, text), text, paired);

    /// <param name="word">The feature that the text is.</param>
    public void AddWord(FeatureKind kind, ulong word, ReadOnlySpan<char> text, bool paired)
    {
        if (!paired)
        {
            Add(kind, word, text);
            return;
        }

        var isNew = Add(word);
        var pair = FeatureHash.Pair(_last, word, distance: 1);
        var isNewPair = _last != 0 && Add(pair);
        if (_texts is not null)
        {
            Describe(kind, text, isNew ? word : null, isNewPair ? pair : null);
        }

        _last = word;
    }

    /// <summary>
    /// Words of a text, one after the other, whose own texts are not kept. Pairs are made of all before any is looked for, as each loop is then short and
    /// waits for nothing. LAB.md, "bits".
    /// </summary>
    /// <param name="words">At most <see cref="MaxWords"/>.</param>
    public void AddWords(ReadOnlySpan<ulong> words, bool paired)
    {
        if (!paired)
        {
            AddAll(words);
            return;
        }

        var all = _added;
        var (count, last) = (0, _last);
        foreach (var word in words)
        {
            all[count] = word;
            all[count + 1] = FeatureHash.Pair(last, word, distance: 1);
            count += last == 0 ? 1 : 2;
            last = word;
        }

        _last = last;
        AddAll(all.AsSpan(0, count));
    }

    /// <summary>What follows has nothing to do with what came before.</summary>
    public void Break() => _last = 0;

    private void Describe(FeatureKind kind, ReadOnlySpan<char> text, ulong? word, ulong? pair)
    {
        if (pair is { } newPair)
        {
            _texts![newPair] = $"{_texts[_last]} + {kind.Describe(text)}";
        }

        if (word is { } newWord)
        {
            _texts![newWord] = kind.Describe(text);
        }
    }

    private void Add(FeatureKind kind, ulong feature, ReadOnlySpan<char> text)
    {
        if (Add(feature) && _texts is not null)
        {
            _texts[feature] = kind.Describe(text);
        }
    }

    /// <returns>Whether it is new.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Add(ulong feature)
    {
        var count = _count;
        if (count >= _limit || !TryPlace(feature, ref _slots[FirstSlot(feature, 64 - _slotBits)], _features, _generation, ref count))
        {
            return AddSlowly(feature);
        }

        var isNew = count > _count;
        _count = count;
        return isNew;
    }

    private void AddAll(ReadOnlySpan<ulong> all)
    {
        for (var added = AddWhilePlaced(all); added < all.Length; added += 1 + AddWhilePlaced(all[(added + 1)..]))
        {
            AddSlowly(all[added]);
        }
    }

    /// <returns>How many were added: all, or those before one whose place is taken, or for which there is no room.</returns>
    private int AddWhilePlaced(ReadOnlySpan<ulong> all)
    {
        var (slots, features, generation, count) = (_slots, _features, _generation, _count);
        var shift = 64 - _slotBits;
        var length = Math.Min(all.Length, _limit - count);
        var i = 0;
        while (i < length && TryPlace(all[i], ref slots[FirstSlot(all[i], shift)], features, generation, ref count))
        {
            i++;
        }

        _count = count;
        return i;
    }

    /// <summary>
    /// Adds a feature, if its first slot is free, or has it. Without a branch for which of the two: whether a message has had a word before is as hard to
    /// foretell as the message.
    /// </summary>
    /// <param name="count">One more afterwards, if it is new.</param>
    /// <returns>Whether it is there now; else the slot has another one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryPlace(ulong feature, ref uint slot, ulong[] features, uint generation, ref int count)
    {
        // All ones, or zero.
        var isFree = -(int)((slot >> IndexBits) ^ generation) >> 31;
        if (((features[slot & IndexMask] ^ feature) & ~(ulong)(long)isFree) != 0)
        {
            return false;
        }

        features[count] = feature;
        slot ^= (slot ^ ((generation << IndexBits) | (uint)count)) & (uint)isFree;
        count -= isFree;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint FirstSlot(ulong feature, int shift) => (uint)((feature * Secret) >> shift);

    /// <summary>What is left: another feature has its first slot, or there is no room.</summary>
    /// <returns>Whether it is new.</returns>
    private bool AddSlowly(ulong feature)
    {
        if (!IsFull && _count >= _limit)
        {
            Grow();
        }

        var slot = Find(feature);
        if (_slots[slot] >> IndexBits == _generation || IsFull)
        {
            return false;
        }

        Insert(feature, slot);
        return true;
    }

    /// <returns>The slot where it is, or the free one where it would be.</returns>
    private uint Find(ulong feature)
    {
        var mask = (1u << _slotBits) - 1;
        var slot = FirstSlot(feature, 64 - _slotBits);
        while (_slots[slot] is var entry && entry >> IndexBits == _generation && _features[entry & IndexMask] != feature)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Insert(ulong feature, uint slot)
    {
        _slots[slot] = (_generation << IndexBits) | (uint)_count;
        _features[_count++] = feature;
    }

    /// <summary>Four times the slots.</summary>
    private void Grow()
    {
        var count = _count;
        Empty(Math.Min(_slotBits + 2, MaxSlotBits));
        for (_count = 0; _count < count;)
        {
            Insert(_features[_count], Find(_features[_count]));
        }
    }

    private void Empty(int slotBits)
    {
        _slotBits = slotBits;
        _limit = Math.Min(1 << (slotBits - 1), _features.Length);
        if (++_generation > MaxGeneration)
        {
            Array.Clear(_slots);
            _generation = 1;
        }
    }
}
