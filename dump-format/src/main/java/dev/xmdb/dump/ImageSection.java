package dev.xmdb.dump;

/**
 * One part of an image file.
 *
 * @param name section name, or what the part is in a container without names
 * @param type ELF {@code sh_type}; 0 where there is none
 * @param fileOffset first byte
 * @param size bytes that the container claims
 * @param available bytes of them that the file has
 * @param entrySize bytes of one entry; 0 when the part has no entries
 */
public record ImageSection(String name, long type, long fileOffset, long size, long available, long entrySize) {}
