// what commands print becomes the output of their tests, and does not run between the lines of the test run
[assembly: CaptureConsole]
