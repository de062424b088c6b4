package dev.xmdb.dcmds;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.tukaani.xz.XZInputStream;

/** What a guest told of itself in one compressed file of sections, as that of the 5.10 image is. */
public final class TruthSections {
    private static final String BEGIN = "=====BEGIN ";
    private static final String MARK = "=====";

    private TruthSections() {}

    /** The lines of a section. */
    public static List<String> of(String image, String section) throws IOException {
        var lines = new ArrayList<String>();
        try (var reader = new BufferedReader(new InputStreamReader(
                new XZInputStream(
                        Files.newInputStream(LinuxDomain.truth(image, "").resolveSibling(image + ".truth.txt.xz"))),
                StandardCharsets.ISO_8859_1))) {
            boolean inside = false;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith(MARK)) {
                    inside = line.equals(BEGIN + section);
                } else if (inside) {
                    lines.add(line);
                }
            }
        }
        return lines;
    }
}
