package dev.xmdb.target.guest;

/**
 * What a kernel calls itself, as {@code uname} prints it. Text from the guest: it may hold anything.
 *
 * @param release {@code 5.11}, {@code 6.1.0-56-amd64}
 * @param version {@code snv_75}, {@code #1 SMP ...}
 * @param machine {@code i86pc}, {@code x86_64}
 */
public record KernelName(String release, String version, String machine) {}
