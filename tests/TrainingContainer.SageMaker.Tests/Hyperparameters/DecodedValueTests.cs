using System.Text.Json;

namespace TrainingContainer.SageMaker.Tests;

public class DecodedValueTests
{
    // What the clients of the contract's table make of a value; each comment names one that does.
    [Theory]
    [InlineData("adam", "adam")]                              // boto3, SDK3 ModelTrainer
    [InlineData("\"adam\"", "adam")]                          // SDK2 Framework: json.dumps
    [InlineData("\"\\\"adam\\\"\"", "adam")]                  // SDK2 Framework, set_hyperparameters: json.dumps twice
    [InlineData("\"128\"", "128")]                            // SDK2 Framework + tuner, categorical: str, then json.dumps
    [InlineData("\"\\\"128\\\"\"", "128")]
    [InlineData("0.0020447593724576905", "0.0020447593724576905")]
    [InlineData(" 20\t", "20")]
    [InlineData("\" 20 \"", " 20 ")]
    [InlineData("True", "True")]                              // SDK2 generic Estimator: str
    [InlineData("validation:accuracy", "validation:accuracy")]
    [InlineData("", "")]
    [InlineData("\"\"", "")]
    [InlineData("\"", "\"")]
    [InlineData("\"unfinished", "\"unfinished")]
    [InlineData("\"a\" and \"b\"", "\"a\" and \"b\"")]
    [InlineData("\"\\ud800\"", "\"\\ud800\"")]
    public void Of_RemovesUpToTwoLayersOfQuotes(string raw, string text) => DecodedValue.Of(raw).Text.ShouldBe(text);

    [Fact]
    public void Of_ThreeLayers_KeepsTheInnermost() => DecodedValue.Of("\"\\\"\\\\\\\"a\\\\\\\"\\\"\"").Text.ShouldBe("\"a\"");

    [Theory]
    [InlineData("20", "20")]
    [InlineData("true", "true")]
    [InlineData("[256, 128]", "[256,128]")]                   // json.dumps
    [InlineData("\"[256, 128]\"", "[256,128]")]
    [InlineData("{\"a\": null}", "{\"a\":null}")]
    [InlineData("True", "true")]                              // Python from here on
    [InlineData("False", "false")]
    [InlineData("None", "null")]
    [InlineData("['a', \"it's\"]", "[\"a\",\"it's\"]")]
    [InlineData("(256, 128)", "[256,128]")]
    [InlineData("(256,)", "[256]")]
    [InlineData("()", "[]")]
    [InlineData("[[1, 2], [True, None]]", "[[1,2],[true,null]]")]
    [InlineData("{'a': 1, 'b': (2, 3)}", "{\"a\":1,\"b\":[2,3]}")]
    [InlineData("[1e-05, -0.5]", "[1e-05,-0.5]")]
    [InlineData("(1e-05, 2.0)", "[1E-05,2]")]
    [InlineData("['\\x41\\u00e9\\n\\\\\\'']", "[\"A\u00e9\\n\\\\'\"]")]
    public void Of_ReadsJsonAndPython(string raw, string json)
    {
        var decoded = DecodedValue.Of(raw).Json.ShouldNotBeNull();
        JsonElement.DeepEquals(decoded, JsonElement.Parse(json)).ShouldBeTrue(decoded.GetRawText());
    }

    [Theory]
    [InlineData("adam")]
    [InlineData("[1, 2")]
    [InlineData("(1, 2]")]
    [InlineData("[1 2]")]
    [InlineData("[,]")]
    [InlineData("['a]")]
    [InlineData("['a\\")]
    [InlineData("['\\x4']")]
    [InlineData("['\\q']")]
    [InlineData("{1: 2}")]
    [InlineData("{'a' 2}")]
    [InlineData("[a]")]
    [InlineData("[nan]")]
    [InlineData("1,2")]
    [InlineData("")]
    public void Of_AnythingElse_HasNoJson(string raw) => DecodedValue.Of(raw).Json.ShouldBeNull();

    [Fact]
    public void Of_DeepNesting_IsNoJson_AndNoCrash() => DecodedValue.Of(new string('(', 100_000)).Json.ShouldBeNull();

    [Theory]
    [InlineData("", true)]
    [InlineData("  ", true)]
    [InlineData("\"\"", true)]
    [InlineData("null", true)]
    [InlineData("None", true)]
    [InlineData("\"None\"", true)]
    [InlineData("\"null\"", true)]
    [InlineData("none", false)]
    [InlineData("NULL", false)]
    [InlineData("0", false)]
    public void IsNotGiven_ForEmptyNullAndNone(string raw, bool notGiven) => DecodedValue.Of(raw).IsNotGiven.ShouldBe(notGiven);
}
