"""The tables that other programs write, by their headers, and what a filled row of each becomes.

The titles of columns are those of header_aliases.tsv beside the checkout (mail programs and CRMs in thirteen
languages) and of the real files in the same folder: Google's from google-old-cn and from-test-code, Outlook's from
derived and tine20, Thunderbird's from roundcube and derived, HubSpot's from hubspot-dummy, Salesforce's from derived
and from its own field names ("Mailing Zip/Postal Code"), LinkedIn's from linkedin-toolkit. Pipedrive names its
columns "Person - Phone - Work". A table made from Apple's Contacts has the names of its fields. People are invented.
"""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from callbook.formats.columns import guess
from callbook.formats.headers import Field, is_only_name, phone_label, read_header
from callbook.formats.incoming import Incoming, IncomingPerson, IncomingPhone, incoming
from callbook.formats.table import Table

ALIASES = Path(__file__).parents[2].parent / "shared" / "data" / "contacts_csv" / "header_aliases.tsv"
with_aliases = pytest.mark.skipif(not ALIASES.is_file(), reason="the titles of columns are not beside this checkout")
F = Field

GOOGLE_OLD = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Name Prefix,Name Suffix,Initials,Nickname,Birthday,Gender"
    ",Location,Occupation,Hobby,Notes,Language,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,E-mail 2 - Type"
    ",E-mail 2 - Value,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value,Address 1 - Type"
    ",Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region"
    ",Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,Organization 1 - Type"
    ",Organization 1 - Name,Organization 1 - Yomi Name,Organization 1 - Title,Organization 1 - Department"
    ",Organization 1 - Location,Website 1 - Type,Website 1 - Value"
)
GOOGLE_NEW = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As"
    ",Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label"
    ",E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Address 1 - Label"
    ",Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region"
    ",Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,Website 1 - Label,Website 1 - Value"
)
OUTLOOK_EN = (
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business Street 2"
    ",Business City,Business State,Business Postal Code,Business Country/Region,Home Street,Home City,Home State"
    ",Home Postal Code,Home Country/Region,Assistant's Phone,Business Fax,Business Phone,Business Phone 2,Callback"
    ",Company Main Phone,Home Phone,Mobile Phone,Pager,Account,Anniversary,Assistant's Name,Business Address PO Box"
    ",Categories,E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,Gender,Manager's Name,Notes,Profession"
    ",Referred By,Spouse,User 1,Web Page"
)
OUTLOOK_DE = (
    "Anrede,Vorname,Weitere Vornamen,Nachname,Suffix,Firma,Abteilung,Position,Straße geschäftlich,Ort geschäftlich"
    ",Region geschäftlich,Postleitzahl geschäftlich,Land/Region geschäftlich,Straße privat,Ort privat"
    ",Bundesland/Kanton privat,Postleitzahl privat,Land/Region privat,Weiteres/r Bundesland/Kanton,Telefon Assistent"
    ",Fax geschäftlich,Telefon geschäftlich,Mobiltelefon,Haupttelefon,Pager,Beruf,E-Mail-Adresse,E-Mail-Typ"
    ",E-Mail: Angezeigter Name,E-Mail 2: Adresse,Geburtstag,Kategorien,Name Assistent,Notizen,Partner"
    ",Postfach geschäftlich,Webseite"
)
THUNDERBIRD = (
    "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,Work Phone,Home Phone"
    ",Fax Number,Pager Number,Mobile Number,Home Address,Home Address 2,Home City,Home State,Home ZipCode,Home Country"
    ",Work Address,Work Address 2,Work City,Work State,Work ZipCode,Work Country,Job Title,Department,Organization"
    ",Web Page 1,Web Page 2,Birth Year,Birth Month,Birth Day,Custom 1,Notes"
)
ANN = (IncomingPerson("Ann Lee", "Owner", "ann@x.example"),)


def phones(*labelled: str) -> tuple[IncomingPhone, ...]:
    return tuple(IncomingPhone(label, typed) for label, _, typed in (each.partition("=") for each in labelled))


CASES = {
    "Google, old": (
        GOOGLE_OLD,
        {
            "Name": "Dr. Ann B Lee", "Given Name": "Ann", "Additional Name": "B", "Family Name": "Lee",
            "Name Prefix": "Dr.", "Notes": "Rings at ten", "Group Membership": "* myContacts ::: Bakers",
            "E-mail 1 - Type": "* Work", "E-mail 1 - Value": "ann@x.example", "E-mail 2 - Value": "b@x.example",
            "Phone 1 - Type": "Mobile", "Phone 1 - Value": "+44 7700 900123", "Phone 2 - Type": "Work",
            "Phone 2 - Value": "020 7946 0100 ::: 020 7946 0101", "Address 1 - Formatted": "12 Mill Lane\nLeeds",
            "Address 1 - Street": "12 Mill Lane", "Address 1 - City": "Leeds", "Address 1 - Region": "Yorkshire",
            "Address 1 - Postal Code": "LS1 4AB", "Address 1 - Country": "United Kingdom",
            "Address 1 - Extended Address": "Unit 4", "Organization 1 - Name": "Larch Bakery",
            "Organization 1 - Title": "Owner", "Organization 1 - Department": "Ovens",
            "Website 1 - Value": "https://larch.example",
        },
        Incoming(
            2, "Larch Bakery", (IncomingPerson("Dr. Ann B Lee", "Owner", "ann@x.example"),),
            phones("mobile=+44 7700 900123", "work=020 7946 0100", "work=020 7946 0101"), "b@x.example",
            "https://larch.example", "12 Mill Lane, Unit 4", "Leeds", "Yorkshire", "LS1 4AB", "GB",
            ("myContacts", "Bakers"),
            notes="Rings at ten\nName Prefix: Dr.\nE-mail 1 - Type: * Work"
            "\nAddress 1 - Formatted: 12 Mill Lane\nLeeds\nOrganization 1 - Department: Ovens",
        ),
    ),
    "Google, new": (
        GOOGLE_NEW,
        {
            "First Name": "Ann", "Last Name": "Lee", "Nickname": "Annie", "Organization Name": "Larch Bakery",
            "Organization Title": "Owner", "Labels": "* myContacts ::: Bakers", "E-mail 1 - Value": "ann@x.example",
            "Phone 1 - Label": "Mobile", "Phone 1 - Value": "+1 555 0199", "Phone 2 - Label": "* Work",
            "Phone 2 - Value": "+1 555 0100", "Address 1 - Street": "1 Main St", "Address 1 - City": "Arlington",
            "Address 1 - Region": "VA", "Address 1 - Postal Code": "22201", "Address 1 - PO Box": "Box 9",
        },
        Incoming(
            2, "Larch Bakery", ANN, phones("mobile=+1 555 0199", "work=+1 555 0100"), address="1 Main St, Box 9",
            city="Arlington", region="VA", postcode="22201", country="US", tags=("myContacts", "Bakers"),
            notes="Nickname: Annie",
        ),
    ),
    "Outlook, English": (
        OUTLOOK_EN,
        {
            "Title": "Ms", "First Name": "Ann", "Last Name": "Lee", "Company": "Larch", "Job Title": "Owner",
            "Business Street": "1 High St", "Business Street 2": "Floor 2", "Business City": "York",
            "Business Postal Code": "YO1 7HH", "Business Country/Region": "UK", "Home City": "Leeds",
            "Assistant's Phone": "01904 960001", "Business Fax": "01904 960009", "Business Phone": "01904 960000",
            "Company Main Phone": "01904 960002", "Mobile Phone": "07700 900123", "Categories": "Key;Bakers",
            "E-mail Address": "ann@x.example", "E-mail 2 Address": "b@x.example",
            "E-mail Display Name": "Ann Lee (ann@x.example)", "Manager's Name": "Bo Ray", "Notes": "Likes rye",
            "Profession": "Baker", "Web Page": "larch.example",
        },
        Incoming(
            2, "Larch", ANN,
            phones("assistant=01904 960001", "business=01904 960000", "company main=01904 960002",
                   "mobile=07700 900123"),
            "b@x.example", "larch.example", "1 High St, Floor 2", "York", "", "YO1 7HH", "GB", ("Key", "Bakers"),
            notes="Likes rye\nTitle: Ms\nHome City: Leeds\nBusiness Fax: 01904 960009"
            "\nE-mail Display Name: Ann Lee (ann@x.example)\nManager's Name: Bo Ray\nProfession: Baker",
        ),
    ),
    "Outlook, German": (
        OUTLOOK_DE,
        {
            "Anrede": "Frau", "Vorname": "Ann", "Nachname": "Lee", "Firma": "Lärche GmbH", "Position": "Owner",
            "Straße geschäftlich": "Am Wall 3", "Ort geschäftlich": "Ulm", "Region geschäftlich": "BW",
            "Postleitzahl geschäftlich": "89073", "Land/Region geschäftlich": "Deutschland", "Ort privat": "Bonn",
            "Telefon Assistent": "0731 5551", "Fax geschäftlich": "0731 5559", "Telefon geschäftlich": "0731 5550",
            "Mobiltelefon": "0171 49960", "Haupttelefon": "0731 5500", "Beruf": "Bäckerin",
            "E-Mail-Adresse": "ann@x.example", "E-Mail 2: Adresse": "b@x.example", "Kategorien": "Nah",
            "Notizen": "Ruft gern an", "Postfach geschäftlich": "Postfach 12", "Webseite": "laerche.example",
        },
        Incoming(
            2, "Lärche GmbH", ANN,
            phones("assistent=0731 5551", "geschäftlich=0731 5550", "mobiltelefon=0171 49960",
                   "haupttelefon=0731 5500"),
            "b@x.example", "laerche.example", "Am Wall 3, Postfach 12", "Ulm", "BW", "89073", "DE", ("Nah",),
            notes="Ruft gern an\nAnrede: Frau\nOrt privat: Bonn\nFax geschäftlich: 0731 5559\nBeruf: Bäckerin",
        ),
    ),
    "Outlook, French": (
        "Titre,Prénom,Deuxième prénom,Nom,Suffixe,Organisation,Service,Profession,Rue (bureau),Ville (bureau)"
        ",Dép/Région (bureau),Code postal (bureau),Pays/Région (bureau),Rue (domicile),Ville (domicile)"
        ",Télécopie (bureau),Téléphone (bureau),Tél. mobile,Téléphone (voiture),Catégories,Adresse de messagerie"
        ",Notes,Page Web",
        {
            "Titre": "Mme", "Prénom": "Ann", "Nom": "Lee", "Organisation": "Mélèze SARL", "Service": "Fours",
            "Profession": "Owner", "Rue (bureau)": "3 rue Haute", "Ville (bureau)": "Lille",
            "Code postal (bureau)": "59000", "Pays/Région (bureau)": "France", "Ville (domicile)": "Lens",
            "Télécopie (bureau)": "03 20 00 00 09", "Téléphone (bureau)": "03 20 00 00 01",
            "Tél. mobile": "06 39 98 00 01", "Catégories": "Proche", "Adresse de messagerie": "ann@x.example",
            "Page Web": "meleze.example",
        },
        Incoming(
            2, "Mélèze SARL", ANN, phones("bureau=03 20 00 00 01", "mobile=06 39 98 00 01"), "", "meleze.example",
            "3 rue Haute", "Lille", "", "59000", "FR", ("Proche",),
            notes="Titre: Mme\nService: Fours\nVille (domicile): Lens\nTélécopie (bureau): 03 20 00 00 09",
        ),
    ),
    "Outlook, Spanish": (
        "Título,Nombre,Segundo nombre,Apellidos,Organización,Puesto,Calle del trabajo,Ciudad de trabajo"
        ",Código postal del trabajo,País o región del trabajo,Otra calle,Teléfono del trabajo,Teléfono móvil,Particular"
        ",Categorías,Dirección de correo electrónico,Día de nacimiento,Notas,Página web",
        {
            "Título": "Sra.", "Nombre": "Ann", "Apellidos": "Lee", "Organización": "Alerce SL", "Puesto": "Owner",
            "Calle del trabajo": "Mayor 3", "Ciudad de trabajo": "Soria", "Código postal del trabajo": "42001",
            "País o región del trabajo": "España", "Otra calle": "Menor 9", "Teléfono del trabajo": "975 000 001",
            "Teléfono móvil": "600 000 001", "Categorías": "Cerca", "Dirección de correo electrónico": "ann@x.example",
            "Notas": "Llamar a las diez", "Página web": "alerce.example",
        },
        Incoming(
            2, "Alerce SL", ANN, phones("trabajo=975 000 001", "móvil=600 000 001"), "", "alerce.example", "Mayor 3",
            "Soria", "", "42001", "ES", ("Cerca",),
            notes="Llamar a las diez\nTítulo: Sra.\nOtra calle: Menor 9",
        ),
    ),
    "Outlook, Italian": (
        "Titolo,Nome,Secondo Nome,Cognome,Società di lavoro,Reparto di lavoro,Titolo di lavoro,Indirizzo di lavoro"
        ",Città di lavoro,Provincia di lavoro,CAP di lavoro,Nazione/Regione di lavoro,Indirizzo di casa,Fax di lavoro"
        ",Telefono di lavoro,Cellulare di Casa,Categorie,Indirizzo E-mail,Indirizzo E-mail 2,Annotazioni,Pagina Web",
        {
            "Titolo": "Dott.ssa", "Nome": "Ann", "Cognome": "Lee", "Società di lavoro": "Larice Srl",
            "Titolo di lavoro": "Owner", "Indirizzo di lavoro": "Via Roma 1", "Città di lavoro": "Bari",
            "Provincia di lavoro": "BA", "CAP di lavoro": "70121", "Nazione/Regione di lavoro": "Italia",
            "Indirizzo di casa": "Via Po 2", "Fax di lavoro": "080 0000009", "Telefono di lavoro": "080 0000001",
            "Cellulare di Casa": "320 0000001", "Categorie": "Vicini", "Indirizzo E-mail": "ann@x.example",
            "Pagina Web": "larice.example",
        },
        Incoming(
            2, "Larice Srl", ANN, phones("lavoro=080 0000001", "cellulare casa=320 0000001"), "", "larice.example",
            "Via Roma 1", "Bari", "BA", "70121", "IT", ("Vicini",),
            notes="Titolo: Dott.ssa\nIndirizzo di casa: Via Po 2\nFax di lavoro: 080 0000009",
        ),
    ),
    "Outlook, Polish": (
        "Imię,Drugie imię,Nazwisko,Firma,Oddział,Stanowisko,Ulica (biuro),Miasto (biuro),Województwo (biuro)"
        ",Kod pocztowy (biuro),Kraj/region (biuro),Ulica (dom),Faks służbowy,Telefon służbowy,Telefon komórkowy"
        ",Kategorie,Adres e-mail,Notatki,Osobista strona sieci Web",
        {
            "Imię": "Ann", "Nazwisko": "Lee", "Firma": "Modrzew sp. z o.o.", "Stanowisko": "Owner",
            "Ulica (biuro)": "Prosta 1", "Miasto (biuro)": "Lublin", "Kod pocztowy (biuro)": "20-001",
            "Kraj/region (biuro)": "Polska", "Faks służbowy": "81 000 00 09", "Telefon służbowy": "81 000 00 01",
            "Telefon komórkowy": "500 000 001", "Adres e-mail": "ann@x.example", "Notatki": "rano",
        },
        Incoming(
            2, "Modrzew sp. z o.o.", ANN, phones("służbowy=81 000 00 01", "komórkowy=500 000 001"),
            address="Prosta 1", city="Lublin", postcode="20-001", country="PL",
            notes="rano\nFaks służbowy: 81 000 00 09",
        ),
    ),
    "Outlook, Portuguese": (
        "Título,Nome,Nome do meio,Último nome,Empresa,Cargo,Rua comercial,Cidade comercial,Estado comercial"
        ",CEP de trabalho,Região/País comercial,Fone comercial,Celular pessoal,Fax comercial,Categorias,E-mail"
        ",Informações,Página Web",
        {
            "Nome": "Ann", "Último nome": "Lee", "Empresa": "Lariço Ltda", "Cargo": "Owner", "Rua comercial": "Rua A 1",
            "Cidade comercial": "Recife", "Estado comercial": "PE", "CEP de trabalho": "50000-000",
            "Região/País comercial": "Brasil", "Fone comercial": "81 3000 0001", "Celular pessoal": "81 90000 0001",
            "E-mail": "ann@x.example", "Informações": "de manhã", "Página Web": "larico.example",
        },
        Incoming(
            2, "Lariço Ltda", ANN, phones("comercial=81 3000 0001", "celular pessoal=81 90000 0001"), "",
            "larico.example", "Rua A 1", "Recife", "PE", "50000-000", "BR", notes="de manhã",
        ),
    ),
    "Outlook, Slovak": (
        "Titul,Krstné meno,Priezvisko,Spoločnosť,Funkcia,Ulica (práca),Mesto (práca),PSČ zamestnania"
        ",Krajina/oblasť (práca),Ulica (domov),Telefón do práce,Mobilný telefón,Kategórie,E-mailová adresa,Poznámky"
        ",Webová stránka",
        {
            "Titul": "Ing.", "Krstné meno": "Ann", "Priezvisko": "Lee", "Spoločnosť": "Smrekovec s.r.o.",
            "Funkcia": "Owner", "Ulica (práca)": "Dlhá 1", "Mesto (práca)": "Nitra", "PSČ zamestnania": "949 01",
            "Krajina/oblasť (práca)": "Slovensko", "Ulica (domov)": "Krátka 2", "Telefón do práce": "037 000 0001",
            "Mobilný telefón": "0900 000 001", "E-mailová adresa": "ann@x.example", "Poznámky": "ráno",
        },
        Incoming(
            2, "Smrekovec s.r.o.", ANN, phones("do práce=037 000 0001", "mobilný=0900 000 001"),
            address="Dlhá 1", city="Nitra", postcode="949 01", country="SK",
            notes="ráno\nTitul: Ing.\nUlica (domov): Krátka 2",
        ),
    ),
    "Outlook, Chinese": (
        "姓,名,公司,職稱,商務 - 街,商務市鎮,商務 - 縣市,商務郵遞區號,商務 - 國家/地區,住家 - 街,住家 - 市/鎮,商務傳真"
        ",商務電話,行動電話,類別,電子郵件地址,記事,網頁",
        {
            "姓": "王", "名": "小明", "公司": "落葉松", "職稱": "經理", "商務 - 街": "中山路1號", "商務市鎮": "大安",
            "商務 - 縣市": "台北市", "商務郵遞區號": "106", "商務 - 國家/地區": "Taiwan", "住家 - 市/鎮": "板橋",
            "商務傳真": "02 2000 0009", "商務電話": "02 2000 0001", "行動電話": "0900 000 001", "類別": "近",
            "電子郵件地址": "a@x.example", "記事": "早上", "網頁": "x.example",
        },
        Incoming(
            2, "落葉松", (IncomingPerson("小明 王", "經理", "a@x.example"),),
            phones("商務電話=02 2000 0001", "行動電話=0900 000 001"), "", "x.example", "中山路1號", "大安", "台北市",
            "106", "TW", ("近",), notes="早上\n住家 - 市/鎮: 板橋\n商務傳真: 02 2000 0009",
        ),
    ),
    "Thunderbird, English": (
        THUNDERBIRD,
        {
            "First Name": "Ann", "Last Name": "Lee", "Display Name": "Ann Lee", "Nickname": "Annie",
            "Primary Email": "ann@x.example", "Secondary Email": "b@x.example", "Work Phone": "01904 960000",
            "Home Phone": "01904 960001", "Fax Number": "01904 960009", "Mobile Number": "07700 900123",
            "Home City": "Leeds", "Work Address": "1 High St", "Work Address 2": "Floor 2", "Work City": "York",
            "Work ZipCode": "YO1 7HH", "Work Country": "UK", "Job Title": "Owner", "Organization": "Larch",
            "Web Page 1": "http://x.example", "Web Page 2": "http://y.example", "Birth Year": "1970",
        },
        Incoming(
            2, "Larch", ANN, phones("work=01904 960000", "home=01904 960001", "mobile=07700 900123"), "b@x.example",
            "http://x.example", "1 High St, Floor 2", "York", "", "YO1 7HH", "GB",
            notes="Nickname: Annie\nFax Number: 01904 960009\nHome City: Leeds\nWeb Page 2: http://y.example"
            "\nBirth Year: 1970",
        ),
    ),
    "Thunderbird, Russian": (
        "Имя,Фамилия,Отображаемое имя,Псевдоним,Адрес электронной почты,Рабочий телефон,Номер факса,Номер пейджера"
        ",Адрес (раб.),Город,Почтовый индекс,Страна (раб.),Организация,Веб-страница,Месяц рождения,Заметки",
        {
            "Имя": "Анна", "Фамилия": "Ли", "Отображаемое имя": "Анна Ли", "Псевдоним": "Аня",
            "Адрес электронной почты": "a@x.example", "Рабочий телефон": "8 495 000-00-01",
            "Номер факса": "8 495 000-00-09", "Адрес (раб.)": "Мира 1", "Город": "Тула", "Почтовый индекс": "300000",
            "Страна (раб.)": "Russia", "Организация": "Лиственница", "Веб-страница": "x.example",
        },
        Incoming(
            2, "Лиственница", (IncomingPerson("Анна Ли", "", "a@x.example"),), phones("рабочий=8 495 000-00-01"), "",
            "x.example", "Мира 1", "Тула", "", "300000", "RU", notes="Псевдоним: Аня\nНомер факса: 8 495 000-00-09",
        ),
    ),
    "Thunderbird, Finnish": (
        "Etunimi,Sukunimi,Ensisijainen sähköposti,Työpuhelin,Matkapuhelinnumero,Kotiosoite,Kotikaupunki"
        ",Työpaikan kaupunki,Työpaikan lääni,Työpaikan postinumero,Työpaikan maa,Osasto,Järjestö,Verkkosivu 2"
        ",Syntymävuosi,Muistiinpanot",
        {
            "Etunimi": "Ann", "Sukunimi": "Lee", "Ensisijainen sähköposti": "ann@x.example",
            "Työpuhelin": "09 0000 001", "Matkapuhelinnumero": "040 000 0001", "Kotikaupunki": "Espoo",
            "Työpaikan kaupunki": "Turku", "Työpaikan postinumero": "20100", "Työpaikan maa": "Finland",
            "Osasto": "Uunit", "Järjestö": "Lehtikuusi Oy", "Verkkosivu 2": "x.example", "Muistiinpanot": "aamulla",
        },
        Incoming(
            2, "Lehtikuusi Oy", (IncomingPerson("Ann Lee", "", "ann@x.example"),),
            phones("työpuhelin=09 0000 001", "matkapuhelinnumero=040 000 0001"), "", "x.example", "", "Turku", "",
            "20100", "FI", notes="aamulla\nKotikaupunki: Espoo\nOsasto: Uunit",
        ),
    ),
    "Thunderbird, Chinese": (
        "名字,姓氏,显示名称,昵称,主要电子邮件,备用电子邮件,屏幕名,工作电话,家庭电话,传真号码,寻呼机号码,移动电话号码"
        ",家庭地址,家庭地址 2,城市,省/自治区/直辖市,邮政编码,国家,工作地址,工作地址 2,职务,部门,公司,网页 1"
        ",网页 2,出生年份,注释",
        {
            "名字": "伟", "姓氏": "王", "显示名称": "王伟", "主要电子邮件": "w@x.example", "工作电话": "010-62751234",
            "传真号码": "010-62751239", "移动电话号码": "13800138000", "家庭地址": "学院路9号", "城市": "北京",
            "省/自治区/直辖市": "北京市", "邮政编码": "100000", "工作地址": "中山路1号", "职务": "经理",
            "公司": "落叶松", "网页 1": "x.example", "注释": "上午",
        },
        Incoming(
            2, "落叶松", (IncomingPerson("王伟", "经理", "w@x.example"),),
            phones("工作电话=010-62751234", "移动电话号码=13800138000"), "", "x.example", "中山路1号", "北京", "北京市",
            "100000", notes="上午\n传真号码: 010-62751239\n家庭地址: 学院路9号",
        ),
    ),
    "LinkedIn": (
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
        {
            "First Name": "Ann", "Last Name": "Lee", "URL": "https://www.linkedin.com/in/annlee",
            "Email Address": "ann@x.example", "Company": "Larch", "Position": "Owner", "Connected On": "14 May 2026",
        },
        Incoming(
            2, "Larch", ANN, website="https://www.linkedin.com/in/annlee", notes="Connected On: 14 May 2026"
        ),
    ),
    "HubSpot, contacts": (
        "Record ID,First Name,Last Name,Email,Phone Number,Mobile Phone Number,Job Title,Lifecycle Stage,Lead Status"
        ",Create Date,Contact owner,Lead Source,Website URL,Street Address,City,State/Region,Postal Code,Country"
        ",Company Name,Associated Company",
        {
            "Record ID": "101", "First Name": "Ann", "Last Name": "Lee", "Email": "ann@x.example",
            "Phone Number": "831.605.2433x729", "Mobile Phone Number": "+1 831 555 0100", "Job Title": "Owner",
            "Lead Status": "Open", "Contact owner": "bo@us.example", "Lead Source": "Fair",
            "Website URL": "https://larch.example", "Street Address": "669 Gateway", "City": "Provo",
            "State/Region": "UT", "Postal Code": "84601", "Company Name": "Larch", "Associated Company": "Larch",
        },
        Incoming(
            2, "Larch", ANN, phones("=831.605.2433x729", "mobile=+1 831 555 0100"), "", "https://larch.example",
            "669 Gateway", "Provo", "UT", "84601", "US", source="Fair",
            notes="Record ID: 101\nLead Status: Open\nContact owner: bo@us.example",
        ),
    ),
    "HubSpot, companies": (
        "Company ID,Company Name,Company Domain Name,Industry,Number of Employees,Annual Revenue,Phone Number,Website"
        ",Street Address,City,State/Region,Postal Code,Country,Create Date,Company Owner",
        {
            "Company ID": "C-1", "Company Name": "Larch", "Company Domain Name": "larch.example", "Industry": "Bakery",
            "Number of Employees": "9", "Phone Number": "+1-781-948-6348", "City": "Provo", "Country": "Haiti",
            "Company Owner": "bo@us.example",
        },
        Incoming(
            2, "Larch", (), phones("=+1-781-948-6348"), "", "larch.example", city="Provo",
            notes="Company ID: C-1\nNumber of Employees: 9\nCountry: Haiti\nCompany Owner: bo@us.example",
            what_they_do="Bakery",
        ),
    ),
    "Pipedrive": (
        "Person - Name,Person - Label,Person - Organization,Person - Phone - Work,Person - Phone - Home"
        ",Person - Phone - Mobile,Person - Phone - Other,Person - Email - Work,Person - Email - Home"
        ",Person - Email - Other,Person - Job title,Person - Owner,Person - Open deals,Person - Person created"
        ",Organization - Address,Person - Marketing status",
        {
            "Person - Name": "Ann Lee", "Person - Label": "Warm", "Person - Organization": "Larch",
            "Person - Phone - Work": "+44 1904 960000", "Person - Phone - Mobile": "07700 900123",
            "Person - Email - Work": "ann@x.example", "Person - Email - Home": "b@x.example",
            "Person - Job title": "Owner", "Person - Owner": "Bo", "Person - Open deals": "2",
            "Organization - Address": "1 High St, York",
        },
        Incoming(
            2, "Larch", ANN, phones("work=+44 1904 960000", "mobile=07700 900123"), "b@x.example",
            address="1 High St, York", tags=("Warm",), notes="Person - Owner: Bo\nPerson - Open deals: 2",
        ),
    ),
    "Salesforce": (
        "Salutation,First Name,Last Name,Title,Account Name,Mailing Street,Mailing City,Mailing State/Province"
        ",Mailing Zip/Postal Code,Mailing Country,Phone,Mobile,Home Phone,Other Phone,Fax,Email,Account Owner"
        ",Lead Source,Description,Other City,Birthdate,Do Not Call",
        {
            "Salutation": "Ms", "First Name": "Ann", "Last Name": "Lee", "Title": "Owner", "Account Name": "Larch",
            "Mailing Street": "1 Market St\nSuite 3", "Mailing City": "Troy", "Mailing State/Province": "NY",
            "Mailing Zip/Postal Code": "12180", "Mailing Country": "United States", "Phone": "(518) 555-0134 x12",
            "Mobile": "518-555-0135", "Other Phone": "518-555-0136", "Fax": "518-555-0139", "Email": "ann@x.example",
            "Account Owner": "Bo", "Lead Source": "Web", "Description": "Wants rye", "Other City": "Ayer",
        },
        Incoming(
            2, "Larch", ANN, phones("=(518) 555-0134 x12", "mobile=518-555-0135", "other=518-555-0136"), "", "",
            "1 Market St\nSuite 3", "Troy", "NY", "12180", "US", source="Web",
            notes="Wants rye\nSalutation: Ms\nFax: 518-555-0139\nAccount Owner: Bo\nOther City: Ayer",
        ),
    ),
    "Apple Contacts as a table": (
        "First name,Last name,Company,Job title,Department,Phone (mobile),Phone (work),Email (work),Email (home)"
        ",Street (work),City (work),State (work),ZIP (work),Country (work),Home page,Birthday,Note,Groups",
        {
            "First name": "Ann", "Last name": "Lee", "Company": "Larch", "Job title": "Owner",
            "Phone (mobile)": "07700 900123", "Phone (work)": "01904 960000", "Email (work)": "ann@x.example",
            "Street (work)": "1 High St", "City (work)": "York", "ZIP (work)": "YO1 7HH", "Country (work)": "UK",
            "Home page": "larch.example", "Birthday": "1970-01-15", "Note": "Likes rye", "Groups": "Bakers",
        },
        Incoming(
            2, "Larch", ANN, phones("mobile=07700 900123", "work=01904 960000"), "", "larch.example", "1 High St",
            "York", "", "YO1 7HH", "GB", ("Bakers",), notes="Likes rye\nBirthday: 1970-01-15",
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("program", CASES)
def test_a_filled_row_of_a_known_program(program: str) -> None:
    header, cells, expected = CASES[program]
    names = tuple(header.split(","))
    assert set(cells) <= set(names)
    row = tuple(cells.get(name, "") for name in names)
    grid = Table(names, (row,), 2, "utf-8", ",", (2,))
    [found] = incoming(grid, guess(grid))
    assert found == expected
    # Once more among blank rows: what a column means must not depend on it alone.
    blank = ("Filler",) + ("",) * (len(names) - 1)
    wider = replace(grid, rows=(row, blank), lines=(2, 3))
    assert next(iter(incoming(wider, guess(wider)))).phones == expected.phones


def test_letters_that_were_lost_are_found_again() -> None:
    assert read_header("Stra\ufffde gesch\ufffdftlich").field is F.ADDRESS
    assert read_header("R\ufffdckmeldung").field is F.PHONE
    assert phone_label("Telefon gesch\ufffdftlich 2") == "geschaftlich"
    assert read_header("Qu\ufffdx").known is False


@pytest.mark.parametrize(
    "header, label",
    [
        ("Téléphone (bureau)", "bureau"), ("Telefon służbowy 2", "służbowy"), ("Рабочий телефон", "рабочий"),
        ("Assistant's Phone", "assistant"), ("Teléfono", ""), ("Työpuhelin", "työpuhelin"),
    ],
)  # fmt: skip
def test_labels_keep_the_letters_of_their_language(header: str, label: str) -> None:
    assert phone_label(header) == label


FIELDS = {
    "website": F.WEBSITE, "zipcode": F.POSTCODE, "email": F.EMAIL, "email1": F.EMAIL, "email2": F.EMAIL,
    "region": F.REGION, "country": F.COUNTRY, "street": F.ADDRESS, "locality": F.CITY, "organization": F.COMPANY,
    "company": F.COMPANY, "account_name": F.COMPANY, "surname": F.LAST_NAME, "last_name": F.LAST_NAME,
    "firstname": F.FIRST_NAME, "middlename": F.FIRST_NAME, "name": F.PERSON, "full_name": F.PERSON,
    "jobtitle": F.ROLE, "title": F.ROLE, "notes": F.NOTES, "description": F.NOTES, "groups": F.TAGS,
    "lead_source": F.SOURCE, "industry": F.WHAT_THEY_DO, "phone": F.PHONE,
    "city": F.CITY, "state": F.REGION, "postalcode": F.POSTCODE,
}  # fmt: skip
SILENT = ("fax", "pager", "phone_work_ext")

# Titles that are not taken for what the list says they mean, by what they are taken for and why.
A_FAX = "it is a number for faxes, not to be called"
COURTESY = "a job, as in other programs, unless another column has the job: then Mr and Dr"
SWAPPED = "the list has country and region the wrong way round"
ONE_COLUMN = "it says country or region, and the list has it for both"
EXCEPTIONS: dict[str, tuple[Field | None, str]] = {
    **dict.fromkeys(
        ("Weiteres Fax", "Télécopie (autre)", "Fax Altro", "Outro Fax", "Iný fax", "其他傳真"), (None, A_FAX)
    ),
    "Do Not Call": (F.DO_NOT_CALL, "the program has a field of its own for it"),
    **dict.fromkeys(("Title", "Titre", "Titolo", "Título", "Titul"), (F.ROLE, COURTESY)),
    **dict.fromkeys(("Land geschäftlich", "Land privat"), (F.COUNTRY, SWAPPED)),
    **dict.fromkeys(("Region privat", "Weitere Region", "Otra provincia o estado", "Région"), (F.REGION, SWAPPED)),
    **dict.fromkeys(
        (
            "País o región del trabajo",
            "Otro país o región",
            "Nazione/Regione di lavoro",
            "Krajina/oblasť (iné)",
        ),
        (F.COUNTRY, ONE_COLUMN),
    ),
    "Company": (F.COMPANY, "of an account or a person alike; the list has it for the name of an account"),
    "Opportunity Name": (None, "a deal, and no name of anybody"),
    "_home_city": (F.CITY, "the two columns of the list are the wrong way round"),
    "work_state_short": (None, "the two columns of the list are the wrong way round"),
}


def meant(meaning: str) -> Field | None:
    """The field for a meaning of the list; None where it says something that has no field."""
    if any(word in meaning for word in SILENT):
        return None
    kind = meaning.partition(":")[0]
    if "_address_" in kind:
        kind = kind.partition("_address_")[2].partition("_")[0]
    return FIELDS.get("phone" if kind.startswith("phone_") else kind)


def understood(title: dict[str, str]) -> bool:
    """Whether a title of the list is taken for what it means; of one called Name those beside it say more."""
    reading = read_header(title["header"])
    return is_only_name(title["header"]) or (reading.known and reading.field is meant(title["meaning"]))


@with_aliases
def test_every_title_of_the_list_is_understood() -> None:
    with ALIASES.open(encoding="utf-8", newline="") as file:
        titles = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(titles) == 647
    others = {title["header"]: read_header(title["header"]).field for title in titles if not understood(title)}
    assert others == {header: field for header, (field, _) in EXCEPTIONS.items()}
