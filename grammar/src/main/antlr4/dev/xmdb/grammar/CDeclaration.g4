/*
 * C declarations of types, as much of them as descriptions of data need: structures, unions and enumerations with their members, and names
 * of types. Statements, functions' bodies and initial values have no place here.
 */
grammar CDeclaration;

declaration : specifier pointer SEMICOLON? EOF;

specifier : qualifier* base qualifier*;

base
    : tag=(STRUCT | UNION) name=NAME? LEFT_BRACE member* RIGHT_BRACE  # aggregate
    | ENUM name=NAME? LEFT_BRACE enumerator (COMMA enumerator)* COMMA? RIGHT_BRACE  # enumeration
    | tag=(STRUCT | UNION | ENUM) name=NAME  # tagged
    // As few names as will do: the last one before a declarator's end is the member's.
    | NAME+?  # named
    ;

member : specifier (declarator (COMMA declarator)*)? SEMICOLON;

declarator
    : pointer name=NAME dimension* (COLON width=NUMBER)?  # variable
    | pointer LEFT_PAREN STAR name=NAME RIGHT_PAREN LEFT_PAREN parameters RIGHT_PAREN  # function
    | pointer COLON width=NUMBER  # padding
    ;

pointer : (STAR qualifier*)*;

dimension : LEFT_BRACKET NUMBER? RIGHT_BRACKET;

parameters : (parameter (COMMA parameter)* (COMMA ELLIPSIS)?)?;

parameter : specifier pointer NAME? dimension*;

enumerator : NAME (EQUALS MINUS? NUMBER)?;

qualifier : CONST | VOLATILE | RESTRICT;

STRUCT : 'struct';
UNION : 'union';
ENUM : 'enum';
CONST : 'const';
VOLATILE : 'volatile';
RESTRICT : 'restrict' | '_Restrict';
NAME : [A-Za-z_] [A-Za-z0-9_]*;
NUMBER : '0' [xX] [0-9A-Fa-f]+ | [0-9]+;
LEFT_BRACE : '{';
RIGHT_BRACE : '}';
LEFT_PAREN : '(';
RIGHT_PAREN : ')';
LEFT_BRACKET : '[';
RIGHT_BRACKET : ']';
SEMICOLON : ';';
COMMA : ',';
COLON : ':';
STAR : '*';
EQUALS : '=';
MINUS : '-';
ELLIPSIS : '...';
BLANK : [ \t\r\n]+ -> skip;
COMMENT : '/*' .*? '*/' -> skip;
OTHER : .;
