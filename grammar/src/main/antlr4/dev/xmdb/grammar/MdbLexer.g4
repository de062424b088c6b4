/*
 * The words of the command language.
 *
 * What a character means depends on where it stands, so there is a mode for each place:
 *
 *   DEFAULT_MODE  the start of a statement and its address and count
 *   FORMAT        after a format verb
 *   ARGUMENT      after a dcmd
 *   EXPRESSION    inside $[ ]
 *   SHELL         after !
 *
 * A newline or a semicolon leads back to DEFAULT_MODE from everywhere but EXPRESSION, where it is an error. Every mode ends
 * with a rule for any other character, so the lexer itself never fails: what is wrong becomes a token that no rule of the
 * parser accepts.
 */
lexer grammar MdbLexer;

// TOO_LONG and TOO_DEEP come from StatementTokens, which bounds a statement.
tokens { TOO_LONG, TOO_DEEP }

BLANKS : [ \t]+ -> skip;
COMMENT : '//' ~[\n]* '\n'? -> type(TERMINATOR);
TERMINATOR : '\r'? '\n' | ';';

FLOAT : '0' [tT] [0-9]+ '.' [0-9]+;
RADIX_NUMBER : '0' [iIoOtTxX] HEX_DIGIT (HEX_DIGIT | '_')*;
MISSING_DIGITS : '0' [iIoOtTxX];
NUMBER : [0-9] (HEX_DIGIT | '_')*;
CHARACTER_CONSTANT : OPEN_CHARACTERS '\'';
UNMATCHED_QUOTE : OPEN_CHARACTERS '\\'?;
// No operand is a string; one without end is told as such all the same.
STRAY_STRING : OPEN_STRING '"' -> type(OTHER);
STRAY_DOUBLE_QUOTE : OPEN_STRING '\\'? -> type(UNMATCHED_DOUBLE_QUOTE);
DOT : '.';
SYMBOL : NAME;
VARIABLE : '<' (NAME | [0-9]);

LEFT_PAREN : '(';
RIGHT_PAREN : ')';
COMMA : ',';
OR : '|';
CARET : '^';
AMPERSAND : '&';
EQUAL : '==';
NOT_EQUAL : '!=';
SHIFT_LEFT : '<<';
SHIFT_RIGHT : '>>';
PLUS : '+';
MINUS : '-';
STAR : '*';
PERCENT : '%';
HASH : '#';
MODULUS : '%%';
TILDE : '~';
SIZED_READ : [*%] '/' [0-9a-zA-Z] '/';

VERB : [/?\\@=] -> mode(FORMAT);
WRITE_OR_SEARCH : [/?\\] [ \t]* [vwWZlLM] -> mode(ARGUMENT);
DCMD : '::' NAME -> mode(ARGUMENT);
SHORT_DCMD : ([$:] [?%@A-Z^_`a-z] | '$<' | '$<<' | '$>') -> mode(ARGUMENT);
ASSIGN : '>' -> mode(ARGUMENT);
ASSIGN_CAST : '>/' [0-9a-zA-Z] '/' -> mode(ARGUMENT);
DOLLAR : '$' -> mode(ARGUMENT);
BANG : '!' -> mode(SHELL);
UNNAMED_DCMD : '::';
OTHER : . ;

fragment HEX_DIGIT : [0-9a-fA-F];
fragment NAME : [A-Za-z_.] [0-9A-Za-z_.`]*;
fragment OPEN_CHARACTERS : '\'' (~['\\\n] | '\\' ~[\n])*;
fragment OPEN_STRING : '"' (~["\\\n] | '\\' ~[\n])*;

mode FORMAT;

FORMAT_BLANKS : [ \t]+ -> skip;
FORMAT_COMMENT : '//' ~[\n]* '\n'? -> type(TERMINATOR), mode(DEFAULT_MODE);
FORMAT_TERMINATOR : ('\r'? '\n' | ';') -> type(TERMINATOR), mode(DEFAULT_MODE);
REPEAT : [0-9]+;
STRING : OPEN_STRING '"';
UNMATCHED_DOUBLE_QUOTE : OPEN_STRING '\\'?;
OPEN_BRACKET : '$[' -> pushMode(EXPRESSION);
PIPE : '|' -> mode(DEFAULT_MODE);
FORMAT_BANG : '!' -> type(BANG), mode(SHELL);
LETTER : ~[ \t\r\n;!|"'$0-9];
FORMAT_OTHER : . -> type(OTHER);

mode ARGUMENT;

ARGUMENT_BLANKS : [ \t]+ -> skip;
ARGUMENT_COMMENT : '//' ~[\n]* '\n'? -> type(TERMINATOR), mode(DEFAULT_MODE);
ARGUMENT_TERMINATOR : ('\r'? '\n' | ';') -> type(TERMINATOR), mode(DEFAULT_MODE);
// A list of words may deny one of them: user,!global. Elsewhere ! begins a shell command.
WORD : (~[ \t\r\n;!|"'$] | ',!' [A-Za-z] | '\'' ~['\n]* '\'' | OPEN_STRING '"')+;
ARGUMENT_UNMATCHED_QUOTE : '\'' ~['\n]* -> type(UNMATCHED_QUOTE);
ARGUMENT_UNMATCHED_DOUBLE_QUOTE : OPEN_STRING '\\'? -> type(UNMATCHED_DOUBLE_QUOTE);
ARGUMENT_OPEN_BRACKET : '$[' -> type(OPEN_BRACKET), pushMode(EXPRESSION);
ARGUMENT_PIPE : '|' -> type(PIPE), mode(DEFAULT_MODE);
ARGUMENT_BANG : '!' -> type(BANG), mode(SHELL);
ARGUMENT_OTHER : . -> type(OTHER);

mode EXPRESSION;

EXPRESSION_BLANKS : [ \t]+ -> skip;
UNMATCHED_BRACKET : '\r'? '\n' | ';';
CLOSE_BRACKET : ']' -> popMode;
EXPRESSION_FLOAT : FLOAT -> type(FLOAT);
EXPRESSION_RADIX_NUMBER : RADIX_NUMBER -> type(RADIX_NUMBER);
EXPRESSION_MISSING_DIGITS : MISSING_DIGITS -> type(MISSING_DIGITS);
EXPRESSION_NUMBER : NUMBER -> type(NUMBER);
EXPRESSION_CHARACTER_CONSTANT : CHARACTER_CONSTANT -> type(CHARACTER_CONSTANT);
EXPRESSION_UNMATCHED_QUOTE : UNMATCHED_QUOTE -> type(UNMATCHED_QUOTE);
EXPRESSION_STRAY_STRING : OPEN_STRING '"' -> type(OTHER);
EXPRESSION_STRAY_DOUBLE_QUOTE : OPEN_STRING '\\'? -> type(UNMATCHED_DOUBLE_QUOTE);
EXPRESSION_DOT : '.' -> type(DOT);
EXPRESSION_SYMBOL : NAME -> type(SYMBOL);
EXPRESSION_VARIABLE : VARIABLE -> type(VARIABLE);
EXPRESSION_LEFT_PAREN : '(' -> type(LEFT_PAREN);
EXPRESSION_RIGHT_PAREN : ')' -> type(RIGHT_PAREN);
EXPRESSION_OR : '|' -> type(OR);
EXPRESSION_CARET : '^' -> type(CARET);
EXPRESSION_AMPERSAND : '&' -> type(AMPERSAND);
EXPRESSION_EQUAL : '==' -> type(EQUAL);
EXPRESSION_NOT_EQUAL : '!=' -> type(NOT_EQUAL);
EXPRESSION_SHIFT_LEFT : '<<' -> type(SHIFT_LEFT);
EXPRESSION_SHIFT_RIGHT : '>>' -> type(SHIFT_RIGHT);
EXPRESSION_PLUS : '+' -> type(PLUS);
EXPRESSION_MINUS : '-' -> type(MINUS);
EXPRESSION_STAR : '*' -> type(STAR);
EXPRESSION_PERCENT : '%' -> type(PERCENT);
EXPRESSION_HASH : '#' -> type(HASH);
EXPRESSION_MODULUS : '%%' -> type(MODULUS);
EXPRESSION_TILDE : '~' -> type(TILDE);
EXPRESSION_SIZED_READ : SIZED_READ -> type(SIZED_READ);
EXPRESSION_OTHER : . -> type(OTHER);

mode SHELL;

SHELL_BLANKS : [ \t]+ -> skip;
SHELL_TERMINATOR : ('\r'? '\n' | ';') -> type(TERMINATOR), mode(DEFAULT_MODE);
SHELL_TEXT : ~[ \t;\n] ~[;\n]*;
