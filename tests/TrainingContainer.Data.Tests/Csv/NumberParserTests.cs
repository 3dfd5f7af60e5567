using System.Globalization;
using System.Text;

namespace TrainingContainer.Data.Tests;

public sealed unsafe class NumberParserTests
{
    private const int SpellingsPerKind = 500_000;

    private static readonly byte[] Text = new byte[1024];

    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("+7")]
    [InlineData("255")]
    [InlineData("1234567")]
    [InlineData("12345678")]
    [InlineData("123456789012345678")]
    [InlineData("1234567890123456789")]
    [InlineData("0.1")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1e5")]
    [InlineData("1E-05")]
    [InlineData("0.000000000000000000000000000001")]
    [InlineData("1.000000000000000000e+00")]
    [InlineData("0e99")]
    public void Read_PlainNumber_IsTakenByTheFastPath(string spelling) => Fast(spelling).ShouldBe(float.Parse(spelling, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("0.1", true)]
    [InlineData("-1.234567", true)]
    [InlineData("-0.0", true)]
    [InlineData("1234567.8", true)]
    [InlineData("12345678.", false)]
    [InlineData("1234567.", true)]
    [InlineData("5.", true)]
    [InlineData("12345678.9", false)]
    [InlineData("1.23456789", false)]
    [InlineData(".5", false)]
    [InlineData("5", false)]
    [InlineData("-", false)]
    [InlineData("--1.5", false)]
    [InlineData("", false)]
    public void ReadShort_TakesUpToEightDigitsAroundAPoint(string spelling, bool takes) =>
        Short(spelling).ShouldBe(takes ? float.Parse(spelling, CultureInfo.InvariantCulture) : null);

    [Theory]
    [InlineData("16777217")] // exactly between two floats: ties to even
    [InlineData("16777219")]
    [InlineData("16777217.0000000000000000000000001")]
    [InlineData("16777216.9999999999999999999999999")]
    [InlineData("1.00000005960464477539062500000000")]
    [InlineData("1.00000005960464477539062500000001")]
    [InlineData("3.4028235e38")]
    [InlineData("3.40282356e38")]
    [InlineData("1.17549435e-38")]
    [InlineData("1.1754942e-38")]
    [InlineData("1e-45")]
    [InlineData("7e-46")]
    [InlineData("7.1e-46")]
    [InlineData("1e-400")]
    [InlineData("0.00000000000000000000000000000000000000000000000000001e40")]
    public void Read_HardNumber_IsExact(string spelling) => BitsShouldMatch(spelling);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("e1")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("nan")]
    public void Read_NoNumber_IsLeftToTheSlowPath(string spelling) => Fast(spelling).ShouldBeNull();

    [Fact]
    public void Read_Integers_MatchFloatParse() => Fuzz(1, (ref KeyedRandom random) =>
        ((long)(random.NextDouble() * Math.Pow(10, random.NextInt32(19)))).ToString(CultureInfo.InvariantCulture));

    [Fact]
    public void Read_ShortDecimals_MatchFloatParse() => Fuzz(2, (ref KeyedRandom random) =>
        ((random.NextDouble() - 0.5) * Math.Pow(10, random.NextInt32(9))).ToString($"F{random.NextInt32(12)}", CultureInfo.InvariantCulture));

    [Fact]
    public void Read_RoundTripDoubles_MatchFloatParse() => Fuzz(3, (ref KeyedRandom random) =>
        ((random.NextDouble() - 0.5) * Math.Pow(10, random.NextInt32(20) - 10)).ToString("R", CultureInfo.InvariantCulture));

    [Fact]
    public void Read_AnyFloat_MatchesFloatParse() => Fuzz(4, (ref KeyedRandom random) =>
    {
        float value = BitConverter.UInt32BitsToSingle(random.NextUInt32());
        return (float.IsFinite(value) ? value : 0f).ToString(random.NextInt32(2) == 0 ? "R" : "E18", CultureInfo.InvariantCulture);
    });

    /// <summary>Spellings at, and a hair beside, the midpoint of two neighbouring floats: where double rounding would show.</summary>
    [Fact]
    public void Read_Midpoints_MatchFloatParse() => Fuzz(5, (ref KeyedRandom random) =>
    {
        float value = BitConverter.UInt32BitsToSingle(random.NextUInt32() & 0x7FFFFFFF);
        value = float.IsFinite(value) && value < 1e30f ? value : 1f;
        double midpoint = ((double)value + BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) + 1)) / 2;
        for (int steps = random.NextInt32(25) - 12; steps != 0; steps -= Math.Sign(steps))
        {
            midpoint = steps > 0 ? Math.BitIncrement(midpoint) : Math.BitDecrement(midpoint);
        }

        return midpoint.ToString(random.NextInt32(3) switch { 0 => "R", 1 => "E18", _ => "E40" }, CultureInfo.InvariantCulture);
    });

    [Fact]
    public void Read_RandomCharacters_NeverDisagreesWithFloatParse() => Fuzz(6, (ref KeyedRandom random) =>
    {
        const string Alphabet = "0123456789012345678900000.-+eE";
        var text = new char[1 + random.NextInt32(24)];
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = Alphabet[random.NextInt32(Alphabet.Length)];
        }

        return new string(text);
    });

    private delegate string Spelling(ref KeyedRandom random);

    private static void Fuzz(long seed, Spelling spelling)
    {
        var random = new KeyedRandom(RandomKey.For(seed, DrawPurpose.Calibration));
        for (int i = 0; i < SpellingsPerKind; i++)
        {
            BitsShouldMatch(spelling(ref random));
        }
    }

    /// <summary>The fast path gives float.Parse's bits or nothing; the slow path always gives them.</summary>
    private static void BitsShouldMatch(string spelling)
    {
        bool isNumber = float.TryParse(spelling, NumberStyles.Float, CultureInfo.InvariantCulture, out float expected);
        foreach (float? fast in (ReadOnlySpan<float?>)[Fast(spelling), Short(spelling)])
        {
            if (fast is float value && !(isNumber && BitConverter.SingleToUInt32Bits(value) == BitConverter.SingleToUInt32Bits(expected)))
            {
                Assert.Fail($"{spelling}: found {value:R} by a fast path, expected {(isNumber ? expected : float.NaN):R}");
            }
        }

        NumberFieldKind kind = NumberField.Read(Encoding.ASCII.GetBytes(spelling), out float slow);
        NumberFieldKind expectedKind = !isNumber ? NumberFieldKind.Text : float.IsInfinity(expected) ? NumberFieldKind.Infinite : NumberFieldKind.Number;
        if (kind != expectedKind || (isNumber && BitConverter.SingleToUInt32Bits(slow) != BitConverter.SingleToUInt32Bits(expected)))
        {
            Assert.Fail($"{spelling}: found {kind} {slow:R} by the slow path, expected {expectedKind} {expected:R}");
        }
    }

    private static float? Fast(string spelling)
    {
        fixed (byte* text = Text)
        {
            byte* end = NumberParser.Read(Put(text, spelling), out float value);
            return end == text + spelling.Length ? value : null;
        }
    }

    private static float? Short(string spelling)
    {
        fixed (byte* text = Text)
        {
            byte* end = NumberParser.ReadShort(Put(text, spelling), out float value);
            return end == text + spelling.Length ? value : null;
        }
    }

    private static byte* Put(byte* text, string spelling)
    {
        int length = Encoding.ASCII.GetBytes(spelling, Text);
        Text[length] = (byte)',';
        Text.AsSpan(length + 1, NumberParser.Padding).Fill((byte)'7');
        return text;
    }
}
