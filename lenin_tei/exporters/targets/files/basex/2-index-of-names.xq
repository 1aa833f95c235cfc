(: The index of names, made from the texts: how often each entry is mentioned, and in how many documents.
   names.xml holds the same, counted when the folder was written. :)
declare namespace tei = "http://www.tei-c.org/ns/1.0";
declare variable $db external := "{{db}}";

for $name in collection($db)//tei:text//(tei:persName | tei:placeName | tei:orgName | tei:name | tei:rs | tei:title)[@ref | @key]
let $id := replace(tokenize(normalize-space(head(($name/@ref, $name/@key))))[1], "^#", "")
group by $id
let $documents := distinct-values($name ! base-uri(.))
order by count($name) descending, $id
return <entry id="{ $id }" mentions="{ count($name) }" documents="{ count($documents) }"/>
