package dev.xmdb.engine.run;

/** Where messages for the user go; standard error of a program. */
public interface ErrorSink {

    /** A message; the sink puts the program's name before it. May hold text from a guest. */
    void message(String text);

    /** A line that stands by itself, such as a usage line. */
    void line(String text);
}
