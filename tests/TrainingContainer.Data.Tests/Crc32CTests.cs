using System.Globalization;
using System.Text;

namespace TrainingContainer.Data.Tests;

public sealed class Crc32CTests
{
    /// <summary>The check value of the CRC catalogue, and the examples of RFC 3720, appendix B.4.</summary>
    [Fact]
    public void KnownValues_AreFound()
    {
        Of(Encoding.ASCII.GetBytes("123456789")).ShouldBe("e3069283");
        Of(new byte[32]).ShouldBe("8a9136aa");
        Of([.. Enumerable.Repeat((byte)0xff, 32)]).ShouldBe("62a8ab43");
        Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]).ShouldBe("46dd794e");
        Of([]).ShouldBe("00000000");
    }

    [Fact]
    public void Pieces_GiveWhatTheWholeGives()
    {
        byte[] bytes = [.. Enumerable.Range(0, 100).Select(i => (byte)(i * 37))];
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            Crc32C.Add(Crc32C.Of(bytes.AsSpan(0, cut)), bytes.AsSpan(cut)).ShouldBe(Crc32C.Of(bytes));
        }
    }

    private static string Of(byte[] bytes) => Crc32C.Of(bytes).ToString("x8", CultureInfo.InvariantCulture);
}
